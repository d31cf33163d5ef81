import MallDomain
import MallWire

/// What a node does for each method that it answers.
package struct MethodHandlers: Sendable {
  package typealias Handler = @Sendable (_ body: [UInt8], _ call: Call) async throws -> [UInt8]

  private var handlers: [Method: Handler] = [:]

  package init() {}

  /// Answers `method` with a function of messages. A body that does not parse never reaches it.
  package mutating func on<Request: WireMessage, Response: WireMessage>(
    _ method: Method, _ answer: @escaping @Sendable (Request, Call) async throws -> Response
  ) {
    handlers[method] = { body, call in
      let request: Request
      do {
        request = try Request(decoding: body)
      } catch {
        throw Refusal(.invalidArgument, detail: "the body is no \(Request.messageName): \(error)")
      }
      return try await answer(request, call).encoded()
    }
  }

  package subscript(method: Method) -> Handler? { handlers[method] }

  package var methods: Set<Method> { Set(handlers.keys) }
}
