import MallDomain
import MallWire

/// How an application stands.
struct TrackSheet: Report {
  var track: Wire.TrackResponse

  var json: JSONValue { track.json }

  func text(in language: Language) -> String {
    var sheet = Sheet(track.serviceName.text(language))
    sheet.add(language("Layanan", "Service"), track.service)
    let away = language(" (sedang tidak terhubung)", " (not connected just now)")
    sheet.add(language("Instansi", "Agency"), track.agencyName.text(language) + (track.agencyConnected ? "" : away))
    let words = track.stateText.text(language)
    sheet.add(language("Keadaan", "State"), words.isEmpty ? StateText.of(track.state, language) : words)
    sheet.add(language("Berikutnya", "Next"), track.nextText.text(language))
    sheet.add(
      language("Paling lambat", "Due"),
      track.due + (track.dueIsEstimate ? language(" (perkiraan)", " (an estimate)") : ""))
    sheet.add(language("Diterima", "Accepted at"), WireTime.text(track.acceptedAtMs))
    if let bill = track.bill {
      sheet.section(language("Tagihan", "Bill"))
      bill.describe(in: &sheet, language)
    }
    if !track.parts.isEmpty {
      sheet.section(language("Bagian", "Parts"))
      sheet.add(block: parts(language).text())
    }
    if !track.timeline.isEmpty {
      sheet.section(language("Riwayat", "Timeline"))
      sheet.add(block: Timeline.table(track.timeline, language).text())
    }
    return sheet.text()
  }

  private func parts(_ language: Language) -> Table {
    Table(
      [
        .init(language("Layanan", "Service"), wraps: true), .init(language("Keadaan", "State")),
        .init(language("Kode lacak", "Tracking code")), .init(language("Berikutnya", "Next"), wraps: true),
      ],
      rows: track.parts.map {
        [$0.serviceName.text(language), state(of: $0, language), $0.trackingCode, $0.nextText.text(language)]
      })
  }

  private func state(of part: Wire.PartProgress, _ language: Language) -> String {
    switch part.state {
    case "waiting": language("menunggu", "waiting")
    case "dropped": language("tidak diajukan", "not filed")
    default: StateText.of(part.state, language)
    }
  }
}

/// The steps of a case, a line each.
enum Timeline {
  static func table(_ events: [Wire.TimelineEvent], _ language: Language) -> Table {
    Table(
      [
        .init(language("Waktu", "Time")), .init(language("Langkah", "Step"), wraps: true),
        .init(language("Oleh", "By")), .init(language("Catatan", "Note"), wraps: true),
      ],
      rows: events.map {
        let asked = $0.asked.isEmpty ? "" : language("diminta: ", "asked: ") + $0.asked.joined(separator: ", ")
        let text = $0.text.text(language)
        return [
          WireTime.text($0.atMs), text.isEmpty ? $0.type : text, ActorText.of($0.actor, language),
          [$0.note, asked].filter { !$0.isEmpty }.joined(separator: "; "),
        ]
      })
  }

  static func json(_ events: [Wire.TimelineEvent]) -> JSONValue {
    .array(
      events.map {
        .object([
          "type": .string($0.type), "at": WireTime.json($0.atMs), "actor": .string($0.actor), "text": $0.text.json,
          "note": .text($0.note), "asked": .strings($0.asked),
        ])
      })
  }
}

/// Who took a step, in words.
enum ActorText {
  static func of(_ actor: String, _ language: Language) -> String {
    switch actor {
    case "citizen": language("pemohon", "applicant")
    case "gateway": language("mal", "mall")
    case "agency": language("instansi", "agency")
    case "officer": language("petugas", "officer")
    case "bank": "bank"
    default: actor
    }
  }
}

/// A state of a case, in words.
enum StateText {
  static func of(_ state: String, _ language: Language) -> String {
    CaseState(rawValue: state)?.message.text(language) ?? state
  }
}
