/// The wire contract between a worker and its coordinator, `manykitchens.v1`.
///
/// ```
/// src/main/protobuf/manykitchens/v1/
///   worker_service.proto   the one stream, and which messages travel on it
///     membership.proto     Hello ▶ ◀ Welcome, Heartbeat ▶ ◀ HeartbeatEcho, DrainRequest ▶ ◀ Drain, Goodbye ▶, ◀ Adjust, Halt
///     lease.proto          Credits ▶ ◀ Assignment, Results ▶ ◀ Cancel, LeaseReturn ▶ ◀ BatchEnd
///     resource.proto       ResourceRequest ▶ ◀ ResourceGrant, ResourceReturn ▶
///     column.proto         arguments and results, packed
///   journal.proto          what a coordinator keeps of them on disk; never travels
///          │ protoc
///          ▼
///   dev.manykitchens.proto.v1     generated; seen only by packages named link
///          ▲
///   dev.manykitchens.proto.link   what both ends must agree on beyond the messages: codec, limits, spawn settings
/// ```
///
/// Start reading at `worker_service.proto`, which draws the conversation.
@NullMarked
package dev.manykitchens.proto;

import org.jspecify.annotations.NullMarked;
