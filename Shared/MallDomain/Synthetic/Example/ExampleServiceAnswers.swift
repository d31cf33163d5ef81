/// Example answers where a service asks for another value than the field's usual one, or an option other than the first.
extension ExampleAnswers {
  static let byService: [String: [String: ExampleSource]] = civil.merging(care) { first, _ in first }
    .merging(tax) { first, _ in first }.merging(faith) { first, _ in first }.merging(others) { first, _ in first }

  private static let civil: [String: [String: ExampleSource]] = [
    "disdukcapil.ktp-el-penggantian": [
      "alasan": .text("rusak"), "tgl-hilang": .nothing, "elemen-berubah": .nothing, "nilai-baru": .nothing,
    ],
    "disdukcapil.kk-baru": ["alasan": .text("pisah-kk")],
    "disdukcapil.kk-perubahan": ["jenis": .text("ubah-elemen")],
    "disdukcapil.kk-penggantian": ["alasan": .text("rusak")],
    "disdukcapil.kia-penggantian": ["alasan": .text("rusak")],
    "disdukcapil.biodata-wni": ["nik-ibu": .nothing],
    "disdukcapil.pindah-keluar": ["kk-ditinggal": .text("tetap")],
    "disdukcapil.pindah-datang": [
      "kk-tujuan": .text("kk-baru"), "nkk-tumpangan": .nothing, "kampung": .person(.guardian, .village),
      "alamat": .person(.guardian, .address),
    ],
    "disdukcapil.pindah-dalam-daerah": [
      "kampung": .person(.guardian, .village), "alamat": .person(.guardian, .address),
      "rt-rw": .person(.guardian, .neighbourhood),
    ],
    "disdukcapil.akta-kelahiran-terlambat": [
      "alasan": .text("Orang tua belum sempat mengurus karena bekerja di luar daerah"), "anak-ke": .text("2"),
    ],
    "disdukcapil.akta-perceraian": ["nomor-akta-kawin": .field("nik-pemohon", .marriageNumber)],
    "disdukcapil.perubahan-akta": [
      "jenis": .text("pembetulan"), "semula": .text("Tempat lahir Poncowati"),
      "menjadi": .text("Tempat lahir Bandar Jaya"),
    ],
    "disdukcapil.kutipan-kedua": ["alasan": .text("rusak")],
    "disdukcapil.konsolidasi-nik": ["lembaga": .text("BPJS Kesehatan")],
  ]

  private static let care: [String: [String: ExampleSource]] = [
    "dinkes.puskesmas-pendaftaran": ["penjamin": .text("jkn")],
    "dinkes.posyandu-pertumbuhan": [
      "berat-gram": .text("12200"), "panjang-mm": .text("880"), "posisi": .text("berdiri"),
      "lingkar-kepala-mm": .text("482"), "asi-eksklusif": .text("true"), "vitamin-a": .text("true"),
    ],
    "dinkes.imunisasi": ["antigen": .text("MR1"), "nomor-batch": .text("MR-0117")],
    "dinkes.surat-keterangan-kematian": ["sebab": .text("R54")],
    "dinkes.jkn-pemda": ["kondisi": .text("umum")],
    "dinkes.spp-irt": ["jenis-pangan": .text("buah-sayur-olahan"), "kemasan": .text("plastik")],
    "rsud.rawat-jalan": ["nomor-rujukan": .text("0803B0011126P000117")],
    "bpjs-kesehatan.perubahan-data": ["nilai-baru": .text("Puskesmas Kota Gajah")],
    "bpjs-kesehatan.bayi-baru-lahir": ["nik-anak": .nothing],
    "dinsos.dtsen": ["anggota": .text("8")],
    "dp3ap2kb.pelayanan-kb": ["metode": .text("suntik")],
  ]

  private static let tax: [String: [String: ExampleSource]] = [
    "bapenda.pbb-pendaftaran": ["luas-bangunan-m2": .text("60"), "status": .text("pemilik")],
    "bapenda.pbb-pembetulan": [
      "elemen": .text("luas-bangunan"), "semula": .property(.buildingSquareMetres), "menjadi": .text("54"),
    ],
    "bapenda.pbb-pengurangan": ["dasar": .text("gagal-panen"), "alasan": .text("Panen singkong gagal karena banjir")],
    "bapenda.bphtb-validasi": [
      "jenis-perolehan": .text("jual-beli"), "perolehan-pertama": .text("true"), "hubungan": .nothing,
      "ppat": .text("PPAT Rahmah Kesuma"),
    ],
    "bapenda.npwpd": ["tgl-mulai": .day(.calendar(-60)), "permohonan": .text("daftar")],
    "bapenda.pbjt-hiburan": ["jenis": .text("rekreasi"), "insidental": .text("false")],
    "bapenda.reklame": ["panjang-cm": .text("300"), "tgl-akhir": .day(.calendar(43)), "jumlah": .text("2")],
    "bapenda.air-tanah": ["kelompok": .text("niaga")],
    "bapenda.keterangan-lunas": ["npwpd": .nothing],
    "bapenda.keberatan": ["alasan": .text("Luas bangunan pada ketetapan lebih besar dari yang ada")],
    "kpp-pratama.spt-tahunan": ["tahun": .year(-1)],
  ]

  private static let faith: [String: [String: ExampleSource]] = [
    "kemenag.nikah-di-kua": ["kua": .person(.fiancee, .registrar)],
    "kemenag.nikah-luar-kua": ["kua": .person(.fiancee, .registrar), "tgl-akad": .day(.contractAtWeekend)],
    "kemenag.rujuk": [
      "nomor-akta-cerai": .field("nik-suami", .divorceNumber), "tgl-cerai": .field("nik-suami", .divorceDate),
    ],
    "kemenag.bimbingan-perkawinan": ["tgl": .day(.calendar(0))],
    "kemenag.duplikat-buku-nikah": ["alasan": .text("rusak")],
    "kemenag.perubahan-data-nikah": ["semula": .text("Petani/Pekebun"), "menjadi": .text("Wiraswasta")],
    "kemenag.haji-pelimpahan": ["jenis": .text("pelimpahan-sakit")],
    "kemenag.ikrar-wakaf": ["luas-m2": .text("200"), "kampung": .field("nik-wakif", .village)],
    "kemenag.rumah-ibadah": ["jenis": .text("majelis-taklim")],
  ]

  private static let others: [String: [String: ExampleSource]] = [
    "dpmptsp.izin-penelitian": ["tgl-akhir": .day(.calendar(90)), "lokasi": .text("Kecamatan Terbanggi Besar")],
    "dpmptsp.izin-reklame": ["jenis": .text("insidental"), "tgl-akhir": .day(.calendar(28))],
    "dpmptsp.izin-satuan-pendidikan": ["nama-usaha": .text("PAUD Melati Ceria")],
    "dpmptsp.izin-klinik": ["nama-usaha": .text("Klinik Pratama Sehat Bersama")],
    "dpmptsp.izin-apotek": ["nama-usaha": .text("Apotek Sehat Bersama")],
    "dpmptsp.perubahan-nib": ["keterangan": .text("Menambah kegiatan usaha pengolahan singkong")],
    "dpmptsp.lkpm": ["tahun": .year(0)],
    "dpupr.izin-rumija": ["tgl-akhir": .day(.calendar(44))],
    "dpupr.pbg": ["luas-m2": .text("60")],
    "bpn.pendaftaran-pertama": ["penggunaan": .text("non-pertanian")],
    "bpn.balik-nama": ["nomor-akta": .text("112/AJB/07")],
    "bpom.pengaduan-produk": [
      "produk": .text("Bumbu tabur"), "keluhan": .text("Kemasan tidak mencantumkan tanggal kedaluwarsa"),
      "nomor-izin-edar": .text("P-IRT 2101802010117-31"),
    ],
    "disdikbud.mutasi-siswa": ["kelas": .text("4")],
    "imigrasi.paspor-baru": ["tujuan": .text("Ibadah umrah")],
    "imigrasi.paspor-hilang-rusak": ["sebab": .text("rusak")],
    "pengadilan-agama.pendaftaran-perkara": ["jenis": .text("waris")],
    "pengadilan-agama.dispensasi-kawin": ["alasan": .text("Kedua keluarga sepakat dan meminta izin pengadilan")],
    "pengadilan-agama.akta-cerai": ["nomor-perkara": .text("117/Pdt.G/2026/PA.Gsg")],
    "perumda-air-minum.tagihan-pengaduan": ["keluhan": .text("Air tidak mengalir sejak kemarin")],
    "perumda-air-minum.sambungan-baru": ["golongan": .text("rumah-tangga")],
    "pln.gangguan-tagihan": ["keluhan": .text("Listrik padam di satu rumah")],
    "pln.pasang-baru": ["daya": .text("900")],
    "pln.perubahan-daya": ["daya": .text("1300")],
    "polres.izin-keramaian": ["tgl-akhir": .day(.calendar(14))],
    "pos-indonesia.pospay-meterai": ["jenis": .text("meterai"), "jumlah": .text("5"), "nomor-tagihan": .nothing],
  ]
}
