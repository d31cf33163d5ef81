import MallDomain

/// The words on pages, Indonesian first: the same keys in both languages, and none is missing in either.
enum PageText: String, CaseIterable, Sendable {
  case number, version, holder, issuedOn, validity, withoutEnd, through, agency, service, contents, verification
  case howToVerify, whatTheCodeSays, plainPaper, key

  func text(_ language: Language) -> String {
    switch language {
    case .indonesian: indonesian
    case .english: english
    }
  }

  private var indonesian: String {
    switch self {
    case .number: "Nomor"
    case .version: "Versi"
    case .holder: "Atas nama"
    case .issuedOn: "Diterbitkan"
    case .validity: "Masa berlaku"
    case .withoutEnd: "seterusnya"
    case .through: "sampai dengan"
    case .agency: "Instansi penerbit"
    case .service: "Layanan"
    case .contents: "Isi dokumen"
    case .verification: "Pemeriksaan keaslian"
    case .howToVerify:
      "Pindai kode ini, lalu periksa dengan “mall verify”. Tanpa jaringan pun terlihat apakah dokumen asli, diganti, "
        + "atau dicabut."
    case .whatTheCodeSays:
      "Bandingkan yang muncul dengan lembar ini: jenis, nomor, tanggal terbit, dan huruf awal nama."
    case .plainPaper:
      "Dokumen elektronik bertanda tangan digital instansi penerbit (Ed25519). Cetakannya dibuat dari rekaman yang sama."
    case .key: "Kunci"
    }
  }

  private var english: String {
    switch self {
    case .number: "Number"
    case .version: "Version"
    case .holder: "Issued to"
    case .issuedOn: "Issued on"
    case .validity: "Valid"
    case .withoutEnd: "without end"
    case .through: "through"
    case .agency: "Issuing agency"
    case .service: "Service"
    case .contents: "Contents"
    case .verification: "Is it genuine?"
    case .howToVerify:
      "Scan this code and check it with “mall verify”. Even without a network it shows whether the document is genuine, "
        + "replaced or revoked."
    case .whatTheCodeSays:
      "Compare what appears with this sheet: type, number, date of issue, and the first letters of the name."
    case .plainPaper:
      "An electronic document signed by the issuing agency (Ed25519). The print is made from the same record."
    case .key: "Key"
    }
  }
}
