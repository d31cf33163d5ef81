/// Limits of what messages hold. What bounds a link (frames, windows, timeouts) stands in `LinkLimits`.
package enum WireLimits {
  /// Bytes of one chunk of a blob: small enough that a slow line shows progress and nothing waits long behind it.
  package static let blobChunk = 256 * 1024
}
