import MallDomain

/// What a back office made of a life event that another agency told.
package enum LifeEventOutcome: Hashable, Sendable {
  /// The register followed, or knew it already.
  case followed
  /// An officer must look: the register couldn't follow, or the event calls for work that no register does by itself.
  case task(LocalizedText)
}

extension LifeEventKind {
  /// What an agency does when it hears of it and no register of its own follows.
  package var work: LocalizedText {
    let (indonesian, english) =
      switch self {
      case .birthNotified:
        (
          "Kelahiran diberitahukan: siapkan pendaftaran bayi.",
          "A birth was notified: prepare the newborn's registration."
        )
      case .birthRegistered:
        (
          "Kelahiran didaftarkan: tawarkan layanan untuk anak ini.",
          "A birth was registered: offer the child your services."
        )
      case .marriageRecorded:
        ("Perkawinan dicatat: perbarui data keluarga.", "A marriage was recorded: bring the family's data up to date.")
      case .divorceRecorded:
        ("Perceraian dicatat: perbarui data keluarga.", "A divorce was recorded: bring the family's data up to date.")
      case .deathRegistered:
        (
          "Kematian didaftarkan: tutup atau alihkan layanan almarhum.",
          "A death was registered: close or transfer the deceased's services."
        )
      case .nameCorrected: ("Nama diperbaiki: perbarui data.", "A name was corrected: bring your data up to date.")
      case .movedOut:
        (
          "Pindah keluar kabupaten: tutup atau alihkan layanan.",
          "Somebody moved out of the district: close or transfer their services."
        )
      case .movedIn:
        ("Pindah masuk kabupaten: tawarkan layanan.", "Somebody moved into the district: offer your services.")
      case .businessRegistered:
        ("Usaha baru terdaftar: undang pelaku usaha.", "A business was registered: invite its owner.")
      case .transferDutyValidated:
        (
          "BPHTB divalidasi: balik nama dapat dilanjutkan.",
          "The transfer duty was validated: the title can be transferred."
        )
      case .titleTransferred:
        ("Hak atas tanah beralih: perbarui objek pajak.", "A title was transferred: bring the tax object up to date.")
      }
    return LocalizedText(indonesian: indonesian, english: english)
  }
}
