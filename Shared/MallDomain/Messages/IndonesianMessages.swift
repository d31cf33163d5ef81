extension Messages {
  /// The sentence in Indonesian, with blanks.
  static func indonesian(_ key: MessageKey) -> String {
    switch key {
    // Requests: one general sentence for each way to fail
    case .requestCancelled: "Permintaan dibatalkan."
    case .requestUnknown: "Permintaan gagal tanpa keterangan. Coba lagi; jika terulang, hubungi operator."
    case .requestInvalid: "Permintaan tidak dapat dibaca: {0}."
    case .requestDeadlineExceeded: "Jawaban tidak datang tepat waktu. Coba lagi."
    case .requestNotFound: "Tidak ditemukan: {0}. Periksa penulisannya."
    case .requestAlreadyExists: "Sudah ada: {0}."
    case .requestPermissionDenied: "Anda tidak berwenang untuk ini."
    case .requestResourceExhausted: "Terlalu banyak permintaan. Coba lagi sebentar lagi."
    case .requestFailedPrecondition: "Belum dapat dilakukan: {0}."
    case .requestAborted: "Data berubah sejak Anda melihatnya. Lihat kembali, lalu ulangi."
    case .requestOutOfRange: "Di luar batas yang diperbolehkan: {0}."
    case .requestUnimplemented: "Metode {0} tidak dikenal di sini."
    case .requestInternal: "Terjadi kesalahan pada sistem. Kejadian ini sudah dicatat; coba lagi nanti."
    case .requestUnavailable: "Layanan sedang tidak tersedia. Coba lagi sebentar lagi."
    case .requestDataLoss: "Data rusak. Hubungi operator."
    case .requestUnauthenticated: "Identitas Anda tidak dapat dipastikan. Periksa sertifikat Anda."
    case .requestAgencyAway: "Instansi {0} sedang tidak terhubung. Coba lagi nanti."
    case .requestIdempotencyConflict: "Kunci ini sudah dipakai untuk isi yang lain. Pakai kunci baru."
    case .requestWrongFact: "Kode pelacakan atau data pembuktian tidak cocok."
    case .linkRefused: "Mal menolak sambungan ini: {0}. Periksa kredensial Anda."

    // Numbers and codes
    case .numberNikDigits: "NIK terdiri atas tepat 16 angka."
    case .numberNikDate: "Tanggal lahir di dalam NIK tidak ada di kalender."
    case .numberNikSerial: "Empat angka terakhir NIK tidak boleh 0000."
    case .numberNikUnknownArea: "Kode wilayah di dalam NIK tidak dikenal di sini; ini hanya peringatan."
    case .numberNikExhausted:
      "Nomor urut NIK untuk wilayah dan tanggal lahir ini sudah habis. Laporkan kepada administrator."
    case .numberFamilyCardDigits: "Nomor KK terdiri atas tepat 16 angka."
    case .numberFamilyCardDate: "Tanggal di dalam nomor KK tidak ada di kalender atau belum tiba."
    case .numberFamilyCardSerial: "Empat angka terakhir nomor KK tidak boleh 0000."
    case .numberFamilyCardExhausted:
      "Nomor urut KK untuk wilayah dan tanggal ini sudah habis. Laporkan kepada administrator."
    case .numberPhone: "Tulis nomor telepon Indonesia, misalnya 0812-3456-7890."
    case .numberBillingCode:
      "Kode bayar terdiri atas 15 angka dan tidak cocok dengan angka periksanya. Periksa kembali."
    case .numberTrackingCode: "Kode pelacakan tidak benar. Periksa kembali huruf dan angkanya."

    // Forms
    case .formServiceMismatch: "Isian ini untuk layanan {0}."
    case .formChannelNotOffered: "Layanan ini tidak tersedia melalui saluran ini. Pilih: {0}."
    case .formRequired: "Isian ini wajib diisi."
    case .formUnknownField: "Isian ini tidak ada di formulir."
    case .formHiddenField: "Isian ini tidak berlaku untuk jawaban lain di formulir. Kosongkan."
    case .formTextTooLong: "Paling banyak {0} bita."
    case .formTooManyValues: "Isian terlalu banyak; paling banyak {0}."
    case .formTooMuchText: "Seluruh isian paling banyak {0} bita."
    case .formTooMuchData: "Seluruh berkas paling banyak {0} bita."
    case .formTextExpected: "Isian ini berupa teks, bukan berkas."
    case .formControlCharacters: "Isian ini memuat karakter yang tidak dapat ditampilkan. Tulis ulang."
    case .formTooLong: "Paling banyak {0} karakter."
    case .formPattern: "Tidak sesuai dengan bentuk yang diminta."
    case .formPatternExample: "Tidak sesuai dengan bentuk yang diminta, misalnya {0}."
    case .formNotADate: "Tulis tanggal yang ada di kalender sebagai TTTT-BB-HH, misalnya 2026-11-23."
    case .formDateTooEarly: "Tanggal paling awal {0}."
    case .formDateTooLate: "Tanggal paling akhir {0}."
    case .formNotATime: "Tulis jam sebagai JJ:MM, misalnya 09:05."
    case .formNotAnInteger: "Tulis bilangan bulat, misalnya 12."
    case .formNotMoney: "Tulis jumlah uang dalam rupiah penuh, misalnya 1.250.000."
    case .formTooSmall: "Paling sedikit {0}."
    case .formTooLarge: "Paling banyak {0}."
    case .formNotAnOption: "Pilih salah satu: {0}."
    case .formNotAnEmail: "Tulis alamat surel yang lengkap, misalnya nama@example.go.id."
    case .formNotAVillage: "Pilih kampung atau kelurahan dengan kodenya, misalnya 18.02.07.2001."
    case .formNotABoolean: "Jawab ya atau tidak."
    case .formFileExpected: "Lampirkan berkas."
    case .formFileEmpty: "Berkas kosong."
    case .formFileTooLarge: "Berkas paling besar {0} bita."
    case .formFileName: "Nama berkas kosong, terlalu panjang, atau memuat karakter yang tidak diperbolehkan."
    case .formFileType: "Jenis berkas ini tidak diterima. Pakai: {0}."
    case .formUnknownRequirement: "Layanan ini tidak meminta persyaratan ini."
    case .formRequirementMissing: "Lampirkan dokumen ini atau tunjukkan di loket."
    case .formRequirementMissingConsent: "Setujui pengambilan dokumen ini dari penerbitnya, atau lampirkan."
    case .formConsentWithoutSource: "Dokumen ini tidak dapat diambil dari instansi lain. Lampirkan."
    case .formConsentPurpose: "Sebutkan tujuan persetujuan."
    case .formNotAtCounter: "Dokumen hanya dapat ditunjukkan di loket atau layanan keliling. Lampirkan."
    case .formRejected: "Isian belum benar. Perbaiki bagian yang ditandai, lalu kirim lagi."

    // States of a case
    case .caseStateSubmitted: "Diterima mal, menunggu instansi"
    case .caseStateGatheringEvidence: "Mengumpulkan dokumen dari instansi lain"
    case .caseStateReceived: "Diterima instansi"
    case .caseStateInReview: "Sedang diperiksa petugas"
    case .caseStateWaitingForApplicant: "Menunggu kelengkapan dari pemohon"
    case .caseStateWaitingForPayment: "Menunggu pembayaran"
    case .caseStateApproved: "Disetujui"
    case .caseStateIssued: "Selesai, dokumen terbit"
    case .caseStateRejected: "Ditolak"
    case .caseStateWithdrawn: "Dicabut oleh pemohon"
    case .caseStateExpired: "Berakhir karena lewat waktu"

    // What comes next for the applicant
    case .caseNextSubmitted:
      "Permohonan dikirim ke instansi begitu instansi terhubung. Anda tidak perlu berbuat apa-apa."
    case .caseNextGatheringEvidence:
      "Mal meminta dokumen yang Anda setujui dari penerbitnya. Anda tidak perlu berbuat apa-apa."
    case .caseNextReceived: "Petugas akan memeriksa permohonan."
    case .caseNextInReview: "Petugas memutuskan, atau meminta kelengkapan."
    case .caseNextWaitingForApplicant: "Lengkapi yang diminta: {0}. Waktu layanan berhenti sampai Anda melengkapinya."
    case .caseNextWaitingForPayment: "Bayar {0} dengan kode bayar pada tagihan."
    case .caseNextApproved: "Dokumen sedang diterbitkan."
    case .caseNextIssued: "Unduh dokumen, atau ambil di loket."
    case .caseNextRejected: "Baca alasannya. Anda dapat mengajukan permohonan baru atau pengaduan."
    case .caseNextWithdrawn: "Anda dapat mengajukan permohonan baru kapan saja."
    case .caseNextExpired: "Ajukan permohonan baru."

    // Steps that a case refuses
    case .bundleProgress: "{0} dari {1} bagian selesai. Setiap bagian diputuskan instansinya sendiri."
    case .bundlePartWaits:
      "Diajukan dengan sendirinya setelah dokumen dari {0} terbit. Anda tidak perlu berbuat apa pun."
    case .bundlePartInVain:
      "Tidak diajukan: dokumen dari {0} yang dibutuhkan tidak terbit. Bila sudah ada, ajukan {1} tersendiri."
    case .bundlePartUnfit: "Tidak diajukan: isian tidak lagi sesuai dengan formulir layanan. Ajukan {0} tersendiri."
    case .bundlePartWithdrawn: "Ditarik bersama permohonan seluruhnya."
    case .bundlePartsOwnCode:
      "Kode ini untuk beberapa layanan sekaligus. Lacak kode ini, lalu gunakan kode lacak bagian yang dimaksud."
    case .caseNotSubmitted: "Permohonan belum diajukan. Ajukan dahulu."
    case .caseFinished: "Permohonan sudah berakhir dan tidak dapat diubah lagi. Keadaan: {0}."
    case .caseNotNow: "Tidak dapat {0} sekarang. Keadaan: {1}. Yang dapat dilakukan: {2}."
    case .caseNotClaimed: "Ambil dahulu berkas ini sebelum memutuskan."
    case .caseOtherOfficer: "Berkas ini dipegang petugas lain. Minta petugas itu melepasnya."
    case .caseClaimedAlready: "Berkas ini sudah diambil petugas lain."
    case .caseOwnClaim: "Berkas ini sudah Anda pegang."
    case .caseFeeNegative: "Biaya tidak boleh negatif."
    case .caseReasonMissing: "Tulis alasannya."
    case .caseAskedMissing: "Sebutkan apa yang diminta."
    case .caseNumberMissing: "Nomor dokumen atau bukti bayar belum diisi."
    case .caseOfficerMissing: "Sebutkan petugasnya."
    case .caseFindingsBlock: "Berkas belum dapat disetujui: {0} pemeriksaan menghalangi, lihat yang ditandai."
    case .caseFinding: "{0}"
    case .casePersonHeld:
      "Orang ini sedang didaftarkan pada perkara lain di {0}, paling lama sampai {1}. Selesaikan atau batalkan yang itu dahulu."
    case .caseApplicantOnly: "Hanya pemohon yang dapat melakukan ini."
    case .caseOfficerOnly: "Hanya petugas yang dapat melakukan ini."
    case .caseSystemOnly: "Langkah ini dilakukan oleh sistem, bukan oleh orang."
    case .caseTooLateToWithdraw: "Permohonan sudah disetujui dan lunas, sehingga tidak dapat dicabut lagi."

    // Steps of a case, as what one can do
    case .caseActionSubmitted: "mengajukan"
    case .caseActionEvidenceGathering: "mengumpulkan dokumen"
    case .caseActionReceived: "menerima di instansi"
    case .caseActionClaimed: "mengambil berkas"
    case .caseActionReleased: "melepas berkas"
    case .caseActionReassigned: "mengalihkan berkas"
    case .caseActionSupplementRequested: "meminta kelengkapan"
    case .caseActionSupplemented: "melengkapi"
    case .caseActionApproved: "menyetujui"
    case .caseActionPaymentRecorded: "mencatat pembayaran"
    case .caseActionIssued: "menerbitkan"
    case .caseActionRejected: "menolak"
    case .caseActionWithdrawn: "mencabut"
    case .caseActionExpired: "mengakhiri karena lewat waktu"
    case .caseActionNoted: "mencatat"

    // Steps of a case, in its timeline
    case .caseEventSubmitted: "Permohonan diterima mal"
    case .caseEventEvidenceGathering: "Dokumen diminta dari instansi lain"
    case .caseEventReceived: "Permohonan diterima instansi"
    case .caseEventClaimed: "Petugas mulai memeriksa"
    case .caseEventReleased: "Petugas melepas berkas"
    case .caseEventReassigned: "Berkas dialihkan ke petugas lain"
    case .caseEventSupplementRequested: "Kelengkapan diminta"
    case .caseEventSupplemented: "Kelengkapan diterima"
    case .caseEventApproved: "Permohonan disetujui"
    case .caseEventPaymentRecorded: "Pembayaran diterima"
    case .caseEventIssued: "Dokumen diterbitkan"
    case .caseEventRejected: "Permohonan ditolak"
    case .caseEventWithdrawn: "Permohonan dicabut"
    case .caseEventExpired: "Permohonan berakhir karena lewat waktu"
    case .caseEventNoted: "Catatan petugas"

    // What a verifier says of a document
    case .documentValid: "Asli dan berlaku."
    case .documentExpired: "Asli, tetapi masa berlakunya habis pada {0}. Ajukan yang baru."
    case .documentReplaced: "Asli, tetapi sudah diganti dengan yang lebih baru sejak {0}. Mintalah yang terbaru."
    case .documentRevoked: "Asli, tetapi dicabut atau dilaporkan hilang sejak {0}; tidak berlaku lagi."
    case .documentUnconfirmed: "Asli, tetapi belum ada daftar dari instansinya; perbarui dengan `mall keys`."
    case .documentTampered: "Isinya diubah: tanda tangan tidak cocok. Jangan diterima."
    case .documentForeign: "Bukan dokumen mal ini: kunci penandatangannya tidak dikenal."
    case .documentUnreadable: "Bukan dokumen mal; berkas atau kode tidak terbaca."

    // Money
    case .moneyWordsLimit: "Jumlah di atas 999 triliun tidak dapat ditulis dengan huruf."

    // Tables
    case .tableInvalid: "Tabel tidak dapat dibaca, baris {0}: {1}."

    // Calendar
    case .calendarYearNotDecreed:
      "Hari libur tahun {0} belum ditetapkan sehingga tanggal ini belum dapat dihitung. Coba lagi setelah ditetapkan."
    }
  }
}
