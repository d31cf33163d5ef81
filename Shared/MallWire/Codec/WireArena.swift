/// Memory for the C structs of one message, taken in a few pieces and given back at once.
///
/// libprotobuf-c takes memory for every element that a frame names, and elements can be as short as two bytes: a frame
/// could take a hundred times its size. When decoding, the arena therefore ends the work at a budget that grows with
/// the frame. What libprotobuf-c frees on its way counts as taken, so that the budget bounds its time as well.
///
/// The owner must call ``deallocate()``, once, when nothing of the arena is used any more.
struct WireArena {
  /// Memory that any message may take, whatever its size: a small message is never refused.
  static let fixedBudget = 64 * 1024

  /// Memory per byte of the message. The densest lawful content, short texts in two languages, takes about 25.
  static let budgetPerByte = 32

  /// The first piece when encoding: enough for an envelope and its usual body.
  private static let firstPieceOfEncoding = 4 * 1024

  /// The first piece when decoding, per byte of the message, and its least and greatest size.
  private static let firstPiecePerByte = 4
  private static let firstPieceOfDecoding = 2 * 1024...256 * 1024

  private static let alignment = 8

  struct State {
    var next: UnsafeMutableRawPointer
    var end: UnsafeMutableRawPointer
    var nextPiece: Int
    var budget: Int
    var isExhausted = false
    /// The piece that was taken last; each piece but the first, which holds this state, starts with the one before.
    var lastPiece: UnsafeMutableRawPointer?
  }

  let state: UnsafeMutablePointer<State>

  init(state: UnsafeMutablePointer<State>) {
    self.state = state
  }

  /// For encoding: without a budget, since our own values are in memory already.
  init() {
    self.init(budget: .max, firstPiece: Self.firstPieceOfEncoding)
  }

  /// For decoding a message of so many bytes.
  init(decoding byteCount: Int) {
    let wanted = byteCount.multipliedReportingOverflow(by: Self.firstPiecePerByte).partialValue
    let bounds = Self.firstPieceOfDecoding
    self.init(
      budget: Self.decodingBudget(for: byteCount),
      firstPiece: min(max(wanted, bounds.lowerBound), bounds.upperBound))
  }

  init(budget: Int, firstPiece: Int) {
    let header = Self.rounded(MemoryLayout<State>.size)
    let piece = UnsafeMutableRawPointer.allocate(byteCount: header + firstPiece, alignment: Self.alignment)
    state = piece.bindMemory(to: State.self, capacity: 1)
    state.initialize(
      to: State(next: piece + header, end: piece + header + firstPiece, nextPiece: firstPiece, budget: budget))
  }

  /// The most memory that decoding a message of so many bytes may take.
  static func decodingBudget(for byteCount: Int) -> Int {
    let (product, overflow) = byteCount.multipliedReportingOverflow(by: budgetPerByte)
    return overflow ? .max : product.addingReportingOverflow(fixedBudget).partialValue
  }

  /// Whether memory was refused because the budget was used up.
  var isExhausted: Bool { state.pointee.isExhausted }

  func deallocate() {
    var piece = state.pointee.lastPiece
    while let current = piece {
      piece = current.load(as: UnsafeMutableRawPointer?.self)
      current.deallocate()
    }
    state.deallocate()
  }

  /// Uninitialized memory, aligned for any C struct of the schema; nil when the budget is used up.
  func allocate(byteCount: Int) -> UnsafeMutableRawPointer? {
    guard byteCount >= 0, byteCount <= state.pointee.budget - Self.alignment else {
      state.pointee.isExhausted = true
      return nil
    }
    let size = Self.rounded(byteCount)
    if size > state.pointee.end - state.pointee.next {
      takePiece(atLeast: size)
    }
    let memory = state.pointee.next
    state.pointee.next += size
    if state.pointee.budget != .max {
      state.pointee.budget -= size
    }
    return memory
  }

  /// Uninitialized memory for `count` values when encoding, which has no budget.
  func allocate<Value>(_ type: Value.Type, count: Int) -> UnsafeMutablePointer<Value> {
    guard let memory = allocate(byteCount: MemoryLayout<Value>.stride * count) else {
      preconditionFailure("only an arena for encoding gives memory without end")
    }
    return memory.bindMemory(to: type, capacity: count)
  }

  /// Pieces double, so that their number stays small, but never go beyond what the budget still allows.
  private func takePiece(atLeast size: Int) {
    let header = Self.rounded(MemoryLayout<UnsafeMutableRawPointer?>.size)
    let doubled = min(state.pointee.nextPiece * 2, state.pointee.budget)
    let byteCount = max(doubled, size)
    let piece = UnsafeMutableRawPointer.allocate(byteCount: header + byteCount, alignment: Self.alignment)
    piece.initializeMemory(as: UnsafeMutableRawPointer?.self, to: state.pointee.lastPiece)
    state.pointee.lastPiece = piece
    state.pointee.next = piece + header
    state.pointee.end = piece + header + byteCount
    state.pointee.nextPiece = byteCount
  }

  private static func rounded(_ byteCount: Int) -> Int {
    (byteCount + alignment - 1) & ~(alignment - 1)
  }
}
