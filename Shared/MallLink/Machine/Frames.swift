import MallDomain
import MallWire

/// The envelopes that a link makes itself.
enum Frames {
  static let ping = envelope(.ping)

  static func pong(_ id: UInt64) -> Wire.Envelope {
    envelope(.pong, id: id)
  }

  static func cancel(_ id: UInt64) -> Wire.Envelope {
    envelope(.cancel, id: id)
  }

  static func goodbye(_ code: StatusCode, _ text: String) -> Wire.Envelope {
    var status = Wire.Status()
    status.code = code.rawValue
    status.message = text
    var result = envelope(.goodbye)
    result.status = status
    return result
  }

  static func response(to id: UInt64, _ refusal: Refusal) -> Wire.Envelope {
    var result = envelope(.response, id: id)
    result.status = Wire.Status(refusal)
    return result
  }

  static func response(to id: UInt64, body: [UInt8]) -> Wire.Envelope {
    var result = envelope(.response, id: id)
    result.body = body
    return result
  }

  static func hello(_ local: LinkNode, roles: Set<Role>, facts: LinkFacts) -> Wire.Envelope {
    var hello = Wire.Hello()
    hello.versionMin = LinkLimits.versions.lowerBound
    hello.versionMax = LinkLimits.versions.upperBound
    hello.node = local.node.text
    hello.software = local.software
    hello.roles = roles.map(\.rawValue).sorted()
    hello.epoch = facts.epoch
    hello.received = facts.received
    hello.lastTreeHeadSeen = facts.treeHead
    var result = envelope(.hello)
    result.body = hello.encoded()
    return result
  }

  static func welcome(
    _ local: LinkNode, version: UInt32, facts: LinkFacts, mallTime: MallInstant
  ) -> Wire.Envelope {
    let limits = local.limits
    var welcome = Wire.Welcome()
    welcome.version = version
    welcome.node = local.node.text
    welcome.software = local.software
    welcome.mall = local.mall
    welcome.maxFrame = UInt32(clamping: limits.maximumFrame)
    welcome.heartbeatMs = limits.heartbeat.wholeMilliseconds
    welcome.deliveries = window(limits.deliveries)
    welcome.queries = window(limits.queries)
    welcome.control = window(limits.control)
    welcome.treeHead = facts.treeHead
    welcome.epoch = facts.epoch
    welcome.received = facts.received
    welcome.mallTimeMs = mallTime.milliseconds
    var result = envelope(.welcome)
    result.body = welcome.encoded()
    return result
  }

  private static func window(_ window: LinkWindow) -> Wire.Window {
    var result = Wire.Window()
    result.requests = UInt32(clamping: window.requests)
    result.bytes = UInt32(clamping: window.bytes)
    return result
  }

  private static func envelope(_ kind: Wire.Kind, id: UInt64 = 0) -> Wire.Envelope {
    var result = Wire.Envelope()
    result.kind = kind
    result.id = id
    return result
  }
}
