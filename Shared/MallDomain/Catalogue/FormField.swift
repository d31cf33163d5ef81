/// One question of a service's form.
package struct FormField: Hashable, Sendable {
  package enum FieldType: String, Sendable, CaseIterable {
    case text, nik, nkk, date, time, integer, money
    case enumeration = "enum"
    case phone, email, village, file, boolean
  }

  package struct Option: Hashable, Sendable {
    package var value: String
    package var label: LocalizedText

    package init(value: String, label: LocalizedText) {
      self.value = value
      self.label = label
    }
  }

  /// The field is shown only when another field has one of these values.
  package struct Condition: Hashable, Sendable {
    package var field: String
    package var values: [String]

    package init(field: String, values: [String]) {
      self.field = field
      self.values = values
    }
  }

  package var id: String
  package var label: LocalizedText
  package var type: FieldType
  package var isRequired: Bool
  package var options: [Option] = []
  /// Characters, of a text.
  package var maxLength: Int?
  /// A regular expression that a text must match as a whole.
  package var pattern: String?
  /// A number, or a date as `YYYY-MM-DD` or `today`.
  package var minimum: String?
  package var maximum: String?
  package var group: String?
  package var hint: LocalizedText?
  package var example: String?
  package var condition: Condition?
  /// Whether the manifest says that its value opens the application, to who also has the tracking code.
  package var isOpening = false

  /// Whether its value is a fact that only the applicant knows: numbers of persons and phones are, others by the manifest.
  package var opensApplication: Bool {
    isOpening || type == .nik || type == .phone
  }

  package init(id: String, label: LocalizedText, type: FieldType, isRequired: Bool) {
    self.id = id
    self.label = label
    self.type = type
    self.isRequired = isRequired
  }
}
