import MallDomain
import MallWire

extension Wire.ApplicationContent {
  /// Writes what was handed in.
  func describe(in sheet: inout Sheet, _ language: Language) {
    sheet.add(language("Jalur", "Channel"), channel)
    for value in values {
      sheet.add(value.field, value.blob?.text ?? value.value)
    }
    if !attachments.isEmpty {
      sheet.section(language("Lampiran", "Attachments"))
      for attachment in attachments {
        sheet.add(
          attachment.requirement,
          attachment.blob?.text ?? language("ditunjukkan di loket", "shown at the counter"))
      }
    }
    if !consents.isEmpty {
      sheet.section(language("Persetujuan", "Consents"))
      for consent in consents {
        sheet.add(consent.requirement, consent.purpose)
      }
    }
  }
}

extension Wire.BlobReference {
  var text: String { "\(name) (\(mediaType), \((size + 1023) / 1024) KiB)" }
}

extension Wire.Document {
  func describe(in sheet: inout Sheet, _ language: Language) {
    sheet.add(language("Nomor", "Number"), number)
    sheet.add(language("Jenis", "Type"), type)
    sheet.add(language("Pemegang", "Holder"), holder)
    sheet.add(language("Terbit", "Issued on"), issuedOn)
    sheet.add(
      language("Berlaku", "Valid"),
      validThrough.isEmpty
        ? language("tanpa batas waktu", "without end") : language("sampai \(validThrough)", "through \(validThrough)"))
    sheet.add(language("Instansi", "Agency"), agency)
    for field in fields {
      sheet.add(field.field, field.value)
    }
  }
}
