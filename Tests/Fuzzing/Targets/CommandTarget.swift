import MallDomain

/// What people type is taken in one form: what a reader makes of it reads as the same again.
enum CommandTarget {
  static func violation(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    if let code = try? TrackingCode(text), (try? TrackingCode(code.canonical)) != code {
      return "a tracking code changes"
    }
    if let nik = try? NIK(text), (try? NIK(nik.text)) != nik { return "a NIK changes" }
    if let phone = PhoneNumber(text), PhoneNumber(phone.text) != phone { return "a telephone number changes" }
    if let date = LocalDate(text), LocalDate(date.description) != date { return "a date changes" }
    if let time = LocalTime(text), LocalTime(time.description) != time { return "a time changes" }
    if let code = try? ServiceCode(text), (try? ServiceCode(code.text)) != code { return "a service code changes" }
    if let id = try? CaseID(text), (try? CaseID(id.text)) != id { return "a case id changes" }
    if let decoded = Base45.bytes(text), Base45.bytes(Base45.text(decoded)) != decoded {
      return "a QR text changes"
    }
    return nil
  }
}
