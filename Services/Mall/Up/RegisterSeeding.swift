import Foundation
import MallDomain
import Subprocess

/// Fills the registers of the domains when they are new, all from one population.
struct RegisterSeeding {
  /// The population of a data folder; drawn once, so that registers filled later hold the same people.
  struct Population: Codable, Hashable {
    var residents: Int
    var seed: UInt64
    var date: LocalDate
  }

  var data: DataFolder
  var progress: Progress

  private var populationFile: URL { data.url.appending(path: "population.json") }

  /// - Parameter wanted: used when the folder has no population yet.
  func run(_ nodes: [MallLayout.Node], wanted: Population, deploy: URL) async throws {
    let population = try remembered(or: wanted)
    for node in nodes where node.hasRegisters && !isFilled(node) {
      try await progress.step(
        "Mengisi register \(node.name) (\(population.residents) penduduk, seed \(population.seed))",
        "Filling the \(node.name) registers (\(population.residents) residents, seed \(population.seed))"
      ) {
        try await fill(node, with: population, deploy: deploy)
      }
    }
  }

  private func fill(_ node: MallLayout.Node, with population: Population, deploy: URL) async throws {
    let program = try Programs.find(node.executable)
    let arguments = [
      "seed", "--residents", "\(population.residents)", "--seed", "\(population.seed)", "--date", "\(population.date)",
      "--data", data.node(node.name).path, "--credential", data.credential(node.name).path, "--deploy", deploy.path,
    ]
    let child = ChildProcess(
      name: node.executable, program: program, arguments: { arguments }, log: data.log("\(node.name)-seed"))
    try FileManager.default.createDirectory(
      at: data.node(node.name), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let status = try await child.run { _ in }
    guard status.isSuccess else {
      throw CommandFailure(
        .internal,
        "Register \(node.name) tidak dapat diisi (\(status.text)). Dari \(child.log.path):\n\(child.lastWords())",
        "The \(node.name) registers can't be filled (\(status.text)). From \(child.log.path):\n\(child.lastWords())")
    }
    try Data().write(to: mark(of: node))
  }

  private func mark(of node: MallLayout.Node) -> URL {
    data.node(node.name).appending(path: "seeded")
  }

  private func isFilled(_ node: MallLayout.Node) -> Bool {
    FileManager.default.fileExists(atPath: mark(of: node).path)
  }

  private func remembered(or wanted: Population) throws -> Population {
    if let known = try? JSONDecoder().decode(Population.self, from: Data(contentsOf: populationFile)) {
      return known
    }
    try JSONEncoder().encode(wanted).write(to: populationFile, options: .atomic)
    return wanted
  }
}
