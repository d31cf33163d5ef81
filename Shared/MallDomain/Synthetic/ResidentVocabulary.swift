// The data elements of a resident with the values that forms and registers write (Permendagri 109/2019).

package enum Religion: String, Hashable, Sendable, CaseIterable, Codable {
  case islam
  case protestant = "kristen"
  case catholic = "katolik"
  case hindu
  case buddhist = "buddha"
  case confucian = "khonghucu"
  /// Belief in the One God outside the six religions.
  case belief = "kepercayaan"

  package var isChristian: Bool { self == .protestant || self == .catholic }
}

package enum MaritalStatus: String, Hashable, Sendable, CaseIterable, Codable {
  case neverMarried = "belum-kawin"
  case married = "kawin-tercatat"
  case marriedUnrecorded = "kawin-belum-tercatat"
  case divorced = "cerai-hidup"
  case widowed = "cerai-mati"
}

package enum BloodGroup: String, Hashable, Sendable, CaseIterable, Codable {
  case a = "A"
  case b = "B"
  case ab = "AB"
  case o = "O"
  case unknown = "tidak-tahu"
}

/// A member's place in the family card, seen from its head.
package enum FamilyRelation: String, Hashable, Sendable, CaseIterable, Codable {
  case head = "kepala-keluarga"
  case husband = "suami"
  case wife = "istri"
  case child = "anak"
  case childInLaw = "menantu"
  case grandchild = "cucu"
  case parent = "orang-tua"
  case parentInLaw = "mertua"
  case otherRelative = "famili-lain"
  case helper = "pembantu"
  case other = "lainnya"
}

package enum Education: String, Hashable, Sendable, CaseIterable, Codable {
  case none = "belum-sekolah"
  case primary = "sd"
  case lowerSecondary = "smp"
  case upperSecondary = "sma"
  case shortDiploma = "d1-d2"
  case diploma = "d3"
  case bachelor = "d4-s1"
  case master = "s2"
  case doctor = "s3"
}
