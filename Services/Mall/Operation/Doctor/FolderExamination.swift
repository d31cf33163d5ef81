import Foundation
import MallDomain
import MallLink
import MallNode
import MallStore

/// Judges what lies in a mall's folder on this machine: keys, certificates, and the databases of nodes that are stopped.
struct FolderExamination {
  var data: DataFolder
  var now: MallInstant

  /// - Parameter running: nodes that answered for themselves.
  func symptoms(besides running: Set<String>) -> [Symptom] {
    guard FileManager.default.fileExists(atPath: data.url.path) else { return [] }
    return keys() + authority() + people(besides: running) + stopped(besides: running)
  }

  private func keys() -> [Symptom] {
    var symptoms: [Symptom] = []
    let recovery = RecoveryKeyFile(data: data)
    if FileManager.default.fileExists(atPath: recovery.key.path) {
      symptoms.append(
        Symptom(
          .warning, .keys, of: recovery.key.lastPathComponent,
          "kunci pemulihan masih ada di mesin ini; siapa yang mencuri mesin ini dapat membuka cadangan",
          "the recovery key still lies on this machine; who steals the machine can open the backups",
          advice: ("pindahkan \(recovery.key.path) ke lemari besi", "move \(recovery.key.path) into a safe")))
    }
    let secrets = [data.authority.appending(path: "ca.key")] + data.credentialNames.map(data.credential)
    for file in secrets where FilePermissions.isExposed(file.path) {
      symptoms.append(
        Symptom(
          .critical, .keys, of: file.lastPathComponent, "dapat dibaca pengguna lain di mesin ini",
          "can be read by other users of this machine", command: "chmod 600 \(ShellWord.quoted(file.path))"))
    }
    return symptoms
  }

  private func authority() -> [Symptom] {
    guard let trust = try? MallTrust(contentsOf: data.authority.appending(path: "ca.pem").path) else { return [] }
    return CertificateEnd(trust.endsAt).symptom(of: "ca.pem", at: now).map { [$0] } ?? []
  }

  /// Certificates of officers, operators and banks, and of nodes that can't tell of theirs.
  private func people(besides running: Set<String>) -> [Symptom] {
    data.credentialNames.filter { !running.contains($0) }.compactMap { name in
      do {
        let credential = try Credential(contentsOf: data.credential(name).path)
        return CertificateEnd(credential.identity.notAfter).symptom(of: name, at: now)
      } catch {
        return Symptom(
          .critical, .certificate, of: name, "sertifikatnya tidak dapat dipakai: \(error)",
          "its credential can't be used: \(error)",
          advice: ("buat yang baru dengan mall pki issue", "issue a new one with mall pki issue"))
      }
    }
  }

  private func stopped(besides running: Set<String>) -> [Symptom] {
    data.nodeNames.filter { !running.contains($0) }.flatMap { node -> [Symptom] in
      do {
        let problems = try StoppedDatabase(of: data.node(node).path).problems()
        return [
          Symptom(
            .warning, .node, of: node, "simpul ini berhenti", "this node is stopped",
            advice: ("nyalakan dengan mall up, atau layanannya sendiri", "start it with mall up, or its own service"))
        ] + problems.prefix(1).map { .damagedDatabase(of: node, problem: $0) }
      } catch StoreError.heldByProcess(let process, _) {
        let holder = process.map(String.init) ?? "?"
        return [
          Symptom(
            .critical, .node, of: node, "berjalan (proses \(holder)) tetapi tidak menjawab",
            "runs (process \(holder)) but doesn't answer",
            advice: ("lihat \(data.log(node).path)", "look at \(data.log(node).path)"))
        ]
      } catch {
        return [.damagedDatabase(of: node, problem: "\(error)")]
      }
    }
  }
}
