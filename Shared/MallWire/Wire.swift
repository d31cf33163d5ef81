/// The messages of the protocol as plain Swift values, one for each message of `Schema/*.proto`.
///
/// `make proto` writes them into `Generated/`. Each decodes and encodes itself by libprotobuf-c; nothing of C is seen
/// outside this module.
package enum Wire {}
