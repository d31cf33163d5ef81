extension SyntheticResident {
  /// The resident as plain texts, as an answer between agencies carries them.
  package var fields: [String: String] {
    var fields = [
      "name": name, "sex": sex.rawValue, "birth-place": birthPlace, "birth-date": birthDate.description,
      "blood-group": bloodGroup.rawValue, "religion": religion.rawValue, "marital-status": maritalStatus.rawValue,
      "relation": relation.rawValue, "education": education.rawValue, "occupation": occupation,
      "father-name": fatherName, "mother-name": motherName, "village": village.text, "address": address,
      "neighbourhood": neighbourhood,
    ]
    fields["nik"] = nik?.text
    fields["family-card"] = familyCard?.text
    fields["father-nik"] = father?.text
    fields["mother-nik"] = mother?.text
    fields["phone"] = phone?.text
    fields["spouse-nik"] = marriage?.spouse?.text
    fields["marriage-date"] = marriage?.date.description
    fields["marriage-number"] = marriage?.number
    fields["marriage-place"] = marriage?.place
    fields["marriage-ended"] = marriage?.end?.date.description
    fields["divorce-number"] = marriage?.end?.number
    return fields
  }

  package init(fields: [String: String]) throws(InvalidIdentifier) {
    let reader = SyntheticFieldReader(fields: fields)
    self.init(
      nik: try reader.optional("nik") { try? NIK($0) },
      familyCard: try reader.optional("family-card") { try? FamilyCardNumber($0) },
      name: try reader.text("name"), sex: try reader.required("sex") { Sex(rawValue: $0) },
      birthPlace: try reader.text("birth-place"),
      birthDate: try reader.required("birth-date") { LocalDate($0) },
      bloodGroup: try reader.required("blood-group") { BloodGroup(rawValue: $0) },
      religion: try reader.required("religion") { Religion(rawValue: $0) },
      maritalStatus: try reader.required("marital-status") { MaritalStatus(rawValue: $0) },
      marriage: try SyntheticMarriage(reader: reader),
      relation: try reader.required("relation") { FamilyRelation(rawValue: $0) },
      education: try reader.required("education") { Education(rawValue: $0) },
      occupation: try reader.text("occupation"), fatherName: try reader.text("father-name"),
      motherName: try reader.text("mother-name"), father: try reader.optional("father-nik") { try? NIK($0) },
      mother: try reader.optional("mother-nik") { try? NIK($0) },
      village: try reader.required("village") { try? AreaCode($0) }, address: try reader.text("address"),
      neighbourhood: try reader.text("neighbourhood"), phone: try reader.optional("phone") { PhoneNumber($0) })
  }
}

extension SyntheticMarriage {
  /// Nil where the fields hold no marriage.
  fileprivate init?(reader: SyntheticFieldReader) throws(InvalidIdentifier) {
    guard let date = try reader.optional("marriage-date", { LocalDate($0) }) else { return nil }
    let ended = try reader.optional("marriage-ended") { LocalDate($0) }
    self.init(
      spouse: try reader.optional("spouse-nik") { try? NIK($0) }, date: date,
      number: reader.fields["marriage-number"], place: try reader.text("marriage-place"),
      end: ended.map { SyntheticMarriageEnd(date: $0, number: reader.fields["divorce-number"]) })
  }
}

extension SyntheticProperty {
  package var fields: [String: String] {
    [
      "number": number, "owner-nik": owner.text, "owner-name": ownerName, "village": village.text,
      "address": address, "land-area": String(landArea), "building-area": String(buildingArea),
      "land-value": String(landValue.amount), "building-value": String(buildingValue.amount), "since": String(since),
    ]
  }

  package init(fields: [String: String]) throws(InvalidIdentifier) {
    let reader = SyntheticFieldReader(fields: fields)
    self.init(
      number: try reader.text("number"), owner: try reader.required("owner-nik") { try? NIK($0) },
      ownerName: try reader.text("owner-name"), village: try reader.required("village") { try? AreaCode($0) },
      address: try reader.text("address"), landArea: try reader.required("land-area") { Int($0) },
      buildingArea: try reader.required("building-area") { Int($0) },
      landValue: Rupiah(try reader.required("land-value") { Int64($0) }),
      buildingValue: Rupiah(try reader.required("building-value") { Int64($0) }),
      since: try reader.required("since") { Int($0) })
  }
}

/// Reads values from texts by name. Its errors name the field and never repeat the text.
struct SyntheticFieldReader {
  let fields: [String: String]

  func text(_ name: String) throws(InvalidIdentifier) -> String {
    try required(name) { $0 }
  }

  func required<Value>(_ name: String, _ parse: (String) -> Value?) throws(InvalidIdentifier) -> Value {
    guard let value = try optional(name, parse) else {
      throw InvalidIdentifier(kind: "set of resident fields", rule: "the field \(name) is needed")
    }
    return value
  }

  /// Nil where there is no such field.
  func optional<Value>(_ name: String, _ parse: (String) -> Value?) throws(InvalidIdentifier) -> Value? {
    guard let text = fields[name] else { return nil }
    guard let value = parse(text) else {
      throw InvalidIdentifier(kind: "set of resident fields", rule: "the field \(name) has another form")
    }
    return value
  }
}
