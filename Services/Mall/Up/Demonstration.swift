import MallDomain
import MallNode

/// Four applications from example to document, over real links, with a line for each step.
struct Demonstration: Sendable {
  var mall: LocalMall
  var address: NodeAddress
  var progress: Progress

  /// - Returns: what the stories left to look at, and how many failed; each tells its own reason.
  func run() async throws -> (told: [DemonstrationStory.Outcome], failures: Int) {
    var told: [DemonstrationStory.Outcome] = []
    var failures = 0
    for story in DemonstrationStory.all {
      progress.write("")
      progress.write("── " + story.title.text(progress.output.language) + " – \(story.service) ──")
      do {
        let walk = DemonstrationWalk(data: mall.data, address: address, progress: progress, story: story)
        told.append(try await walk.run())
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        failures += 1
        progress.write("✗ " + CommandFailure(describing: error).text(in: progress.output.language))
      }
    }
    progress.write("")
    let count = DemonstrationStory.all.count
    if failures == 0 {
      progress.done("\(count) permohonan selesai.", "\(count) applications are finished.")
    } else {
      progress.failed("\(failures) dari \(count) permohonan gagal.", "\(failures) of \(count) applications failed.")
    }
    return (told, failures)
  }
}

/// What a demonstration shows of one service.
struct DemonstrationStory: Hashable, Sendable {
  /// What is different from one service to the next.
  enum Turn: Hashable, Sendable {
    case none
    /// The output is recorded after the day and time in these fields: the mall's clock is moved there.
    case waitsUntil(dateField: String, timeField: String)
    /// The bill is looked up by the object and year in these fields before anything is handed in.
    case taxBill(objectField: String, yearField: String)
  }

  var title: LocalizedText
  var service: String
  var turn: Turn = .none

  static let all = [
    DemonstrationStory(
      title: LocalizedText(indonesian: "Akta kelahiran", english: "A birth certificate"),
      service: "disdukcapil.akta-kelahiran"),
    DemonstrationStory(
      title: LocalizedText(indonesian: "Pernikahan di KUA", english: "A marriage at the KUA"),
      service: "kemenag.nikah-di-kua", turn: .waitsUntil(dateField: "tgl-akad", timeField: "jam-akad")),
    DemonstrationStory(
      title: LocalizedText(indonesian: "Pembayaran PBB", english: "A property tax payment"),
      service: "bapenda.pbb-pembayaran", turn: .taxBill(objectField: "nop", yearField: "tahun-mulai")),
    DemonstrationStory(
      title: LocalizedText(indonesian: "Pendaftaran Puskesmas", english: "A clinic registration"),
      service: "dinkes.puskesmas-pendaftaran"),
  ]

  /// What a finished story leaves to look at. The people in it are synthetic.
  struct Outcome: Hashable, Sendable {
    var service: String
    var trackingCode: String
    var fact: String
    var billObject: String?
    var billYear: UInt32?
  }
}
