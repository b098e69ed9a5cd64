/// The coordinator's end of the wire: the only place here that knows the generated messages.
///
/// ```
///  worker JVMs ══ gRPC, one stream each ══▶ CoordinatorServer
///                                              │ Admission: who may come in (else Refusals: a status with a sentence)
///                                              ▼
///                          WorkerStreams ─ MessageDecoder ─▶ WorkerMessage ─▶ WorkerListener (the coordinator's inbox)
///                          StreamLink ◀── WorkerLink ◀──────────────────────  the coordinator's loop
/// ```
///
/// What comes in is decoded on the transport's thread and acknowledged by the loop once it was
/// handled; the transport asks a worker for no more than
/// [dev.manykitchens.coordinator.link.WorkerLink#acknowledge] allows. Of a message that takes long
/// to come, the transport tells before it is whole (PartsOfMessages). Start reading at
/// [dev.manykitchens.coordinator.link.WorkerLink] and
/// [dev.manykitchens.coordinator.link.WorkerMessage].
@NullMarked
package dev.manykitchens.coordinator.link;

import org.jspecify.annotations.NullMarked;
