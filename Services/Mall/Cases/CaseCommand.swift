import ArgumentParser

struct CaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case",
    abstract: "The officer's desk: look at cases, claim them, decide, issue.",
    discussion: "Every step is signed by the officer's credential; the mall forwards it but can't invent it.",
    subcommands: [
      ListCases.self, ShowCase.self, ShowHistory.self, ClaimCase.self, ReleaseCase.self, ReassignCase.self,
      ApproveCase.self, RejectCase.self, RequestSupplement.self, IssueOutput.self, NoteCase.self,
      SaveAttachment.self,
    ])
}

/// The case that a command is about.
struct CaseOptions: ParsableArguments {
  @Argument(help: "The case's id: 26 letters and digits, as `mall case list` shows it.")
  var caseID: String

  @Option(help: "The agency that has the case; default: the mall is asked.")
  var agency: String?
}
