import FoundationEssentials
import GRDB
import MallDomain

/// A value of a column, or an argument of a statement.
package enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

extension SQLValue: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(stringLiteral value: String) { self = .text(value) }
  package init(booleanLiteral value: Bool) { self.init(value) }
}

extension SQLValue {
  package init(_ value: Int64?) { self = value.map(SQLValue.integer) ?? .null }
  package init(_ value: Int?) { self.init(value.map(Int64.init)) }
  package init(_ value: String?) { self = value.map(SQLValue.text) ?? .null }
  package init(_ value: [UInt8]?) { self = value.map(SQLValue.blob) ?? .null }
  /// Truth is 1, falsehood 0: the one form that all engines take in a BIGINT column.
  package init(_ value: Bool) { self = .integer(value ? 1 : 0) }
  /// Milliseconds since 1970.
  package init(_ value: MallInstant?) { self.init(value?.milliseconds) }
  /// `YYYY-MM-DD`.
  package init(_ value: LocalDate?) { self.init(value?.description) }
  /// Whole rupiah.
  package init(_ value: Rupiah?) { self.init(value?.amount) }
  package init(_ value: (some TextIdentifier)?) { self.init(value?.text) }
  package init(_ value: some RawRepresentable<String>) { self = .text(value.rawValue) }
  /// The bit pattern: numbers above the largest signed one become negative ones.
  package init(bits value: UInt64) { self = .integer(Int64(bitPattern: value)) }
}

extension SQLValue {
  init(_ value: DatabaseValue) {
    switch value.storage {
    case .null: self = .null
    case .int64(let integer): self = .integer(integer)
    case .double(let real): self = .real(real)
    case .string(let text): self = .text(text)
    case .blob(let data): self = .blob([UInt8](data))
    }
  }

  var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let integer): integer.databaseValue
    case .real(let real): real.databaseValue
    case .text(let text): text.databaseValue
    case .blob(let bytes): Data(bytes).databaseValue
    }
  }
}
