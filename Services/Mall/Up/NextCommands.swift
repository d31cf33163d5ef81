import MallDomain

/// What one can type next, as it stands, after a demonstration.
struct NextCommands {
  var data: DataFolder
  var outcomes: [DemonstrationStory.Outcome]
  var language: Language

  var text: String {
    let lines = commands.map { name, command in "  # \(name)\n  \(command)" }
    return language("Coba berikutnya:\n", "Try next:\n") + lines.joined(separator: "\n")
  }

  private var commands: [(name: String, command: String)] {
    var commands = [
      (language("Cari layanan", "Find a service"), mall("catalogue search ktp hilang")),
      (language("Semua instansi", "All agencies"), mall("agencies")),
      (
        language("Ajukan SKCK", "Apply for a police record certificate"),
        mall("apply polres.skck --example", then: "> skck.json") + " && " + mall("apply polres.skck --input skck.json")
      ),
      (language("Meja petugas", "The officer's desk"), mall("case list --agency polres")),
    ]
    if let first = outcomes.first {
      commands.append(
        (language("Lacak permohonan tadi", "Track that application"), mall("track \(first.trackingCode)")))
      commands.append(
        (
          language("Dokumennya", "Its document"),
          "echo \(ShellWord.quoted(first.fact)) | " + mall("document \(first.trackingCode) --fact -")
        ))
    }
    if let tax = outcomes.first(where: { $0.billObject != nil }), let object = tax.billObject, let year = tax.billYear {
      commands.append(
        (
          language("Tagihan PBB", "The property tax bill"),
          mall("bill --agency bapenda --object \(ShellWord.quoted(object)) --period \(year)")
        ))
    }
    commands.append((language("Jam mal", "The mall's clock"), mall("clock") + " && " + mall("clock set now")))
    commands.append((language("Kesehatan", "Health"), mall("health")))
    return commands
  }

  private func mall(_ words: String, then rest: String = "") -> String {
    [Programs.typedName, words + data.argument, rest].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
