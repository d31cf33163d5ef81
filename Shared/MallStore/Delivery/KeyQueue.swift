import MallDomain

/// The next deliveries of one ordering key: a few in memory, the others still in the store.
struct KeyQueue: Sendable {
  private var entries: [OutboxEntry] = []
  private(set) var isFlying = false
  /// The newest delivery taken from the store.
  private var through: Int64 = 0
  /// The newest delivery seen in the store and left there; 0 for none.
  private var leftThrough: Int64 = 0
  /// What `leftThrough` was when the load under way was asked for: that load sees all up to there, while what is left
  /// from then on may be newer than it sees.
  private var loadingThrough: Int64?
  /// Only the delivery on its way counts; what is to come is read anew when it has landed.
  private var isStale = false

  init() {}

  /// The queue of a key whose other deliveries are to be read anew.
  init(flying entry: OutboxEntry) {
    entries = [entry]
    isFlying = true
    isStale = true
  }

  var first: OutboxEntry? { entries.first }
  var count: Int { entries.count }

  /// Few are left in memory, and there are more.
  var needsMore: Bool {
    leftThrough > through && loadingThrough == nil && !isStale && entries.count <= 1
  }

  var isDone: Bool {
    entries.isEmpty && !isFlying && leftThrough <= through && loadingThrough == nil && !isStale
  }

  /// Whether a delivery that a page of all keys holds is left in the store, since those before it are, or known
  /// already.
  mutating func leaves(_ entry: OutboxEntry, limit: Int) -> Bool {
    guard entry.sequence > through else { return true }
    guard entries.count >= limit || leftThrough > through || loadingThrough != nil || isStale else { return false }
    leftThrough = max(leftThrough, entry.sequence)
    return true
  }

  /// False when it is known already.
  mutating func append(_ entry: OutboxEntry) -> Bool {
    guard entry.sequence > through else { return false }
    entries.append(entry)
    through = entry.sequence
    return true
  }

  /// The sequence after which to load.
  mutating func startLoading() -> Int64? {
    guard needsMore else { return nil }
    loadingThrough = leftThrough
    leftThrough = 0
    return through
  }

  mutating func loaded(atEnd: Bool) {
    if atEnd { loadingThrough = nil } else { loadFailed() }
  }

  /// What was to be loaded is still left.
  mutating func loadFailed() {
    leftThrough = max(leftThrough, loadingThrough ?? 0)
    loadingThrough = nil
  }

  /// Sends the first one; nil when there is none or it is on its way.
  mutating func fly() -> Int64? {
    guard !isFlying, let first = entries.first else { return nil }
    isFlying = true
    return first.sequence
  }

  /// The first one came back. Returns how many entries were forgotten.
  mutating func land() -> Int {
    isFlying = false
    guard isStale else { return 0 }
    isStale = false
    defer { entries = [] }
    return entries.count
  }

  mutating func replaceFirst(_ entry: OutboxEntry) {
    if !entries.isEmpty { entries[0] = entry }
  }

  mutating func removeFirst() {
    if !entries.isEmpty { entries.removeFirst() }
    isFlying = false
    isStale = false
  }
}

/// Where the pages of all keys have got to.
struct OutboxPaging: Sendable {
  /// Counts the restarts.
  private(set) var generation = 0
  private var after: Int64 = 0
  private var isLoading = false
  private var isAtEnd = false
  private var wasAppendedMeanwhile = false

  /// The sequence after which to load; nil when a load is under way or nothing is left.
  mutating func start() -> Int64? {
    guard !isLoading, !isAtEnd else { return nil }
    isLoading = true
    wasAppendedMeanwhile = false
    return after
  }

  mutating func loaded(through sequence: Int64?, atEnd: Bool) {
    isLoading = false
    after = max(after, sequence ?? 0)
    // What was added while the page was read may not be in it.
    isAtEnd = atEnd && !wasAppendedMeanwhile
  }

  mutating func loadFailed() {
    isLoading = false
  }

  mutating func appended() {
    isAtEnd = false
    wasAppendedMeanwhile = isLoading
  }

  mutating func restart() {
    self = OutboxPaging(generation: generation + 1)
  }

  init(generation: Int = 0) {
    self.generation = generation
  }
}

/// Keys waiting for their turn, first come first served, each once.
struct Turns: Sendable {
  private var order: [String] = []
  private var head = 0
  private var members: Set<String> = []

  mutating func append(_ key: String) {
    if members.insert(key).inserted { order.append(key) }
  }

  mutating func popFirst() -> String? {
    defer { compact() }
    while head < order.count {
      let key = order[head]
      head += 1
      if members.remove(key) != nil { return key }
    }
    return nil
  }

  mutating func remove(_ key: String) {
    members.remove(key)
  }

  /// Drops what was taken once it is the larger part.
  private mutating func compact() {
    guard head > 64, head > order.count / 2 else { return }
    order.removeFirst(head)
    head = 0
  }
}

/// The pause of a destination that is unavailable.
struct OutboxBackOff: Sendable {
  var attempts = 0
  var until = MallInstant(milliseconds: 0)

  /// A pause that ends later than any could was begun before the clock was set back.
  func isPausing(at now: MallInstant, _ limits: OutboxLimits) -> Bool {
    attempts > 0 && until > now && until <= now.adding(limits.longestPause)
  }
}
