/// The coordinator's end of the wire: the only place here that knows the generated messages.
///
/// ```
///  workers ══ gRPC, one stream each ═════════╗
///  clients ══ one stream each, and calls ════╩▶ CoordinatorServer
///                                                │ Door: whose token is good for what
///                                                │ Admission, for workers: who fits      (else Refusals: a status with a sentence)
///                                                ▼
///     WorkerStreams ─ MessageDecoder ─▶ WorkerMessage ─▶ WorkerListener ┐
///     ClientStreams ─ ClientDecoder ──▶ ClientMessage ─▶ ClientListener ┴▶ the coordinator's inbox
///     StreamLink, ClientStreamLink ◀── WorkerLink, ClientLink ◀──────────  the coordinator's loop
/// ```
///
/// What comes in is decoded on the transport's thread and acknowledged by the loop once it was
/// handled; the transport asks a worker or client for no more than
/// [dev.manykitchens.coordinator.link.WorkerLink#acknowledge] and
/// [dev.manykitchens.coordinator.link.ClientLink#acknowledge] allow. Of a message that takes long
/// to come, the transport tells before it is whole (PartsOfMessages). When the server ends, what
/// was said last goes out first (LastWords). By a digest of their work (WorkDigest), which clients
/// make, batches with the same key are told apart. Start reading at
/// [dev.manykitchens.coordinator.link.WorkerLink] and
/// [dev.manykitchens.coordinator.link.WorkerMessage].
@NullMarked
package dev.manykitchens.coordinator.link;

import org.jspecify.annotations.NullMarked;
