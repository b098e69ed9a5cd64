/// The dispatcher driven by gRPC and the wall clock: what every coordinator has, whether its
/// workers are its own or come from anywhere.
///
/// ```
///  submit, cancel        joined, ended, said: WorkerInbox
///       │ Intake                   │
///       ▼                          ▼
///  Coordinator ─ DispatchLoop ▶ DispatchDriver: WorkerMembership, WorkerConversation
///       ▲                          │
///       │ done                     ▼ inputs
///       │                    DispatchSteps ── one by one ──▶ Dispatcher (core)
///       │                          │  ▲                          │
///       │                          │  └──────── commands ────────┘
///       │                          │ on disk first, where things are kept: KeptSteps, Payloads
///       │                          ▼
///  LiveBatches ◀── values ── CommandExecutor
///                              ├── assign, cancel ──▶ links of the workers in the WorkerRoster
///                              ├── leases ──────────▶ LeaseTable
///                              └── given up ────────▶ WorkerSupply: whoever brings the workers
/// ```
///
/// Who brings the workers, and who hands in the batches, is not known here: the ones are told
/// through WorkerSupply and speak through CoordinatorWorkers, the others through
/// CoordinatorClients, or by the Coordinator's submit; see [dev.manykitchens.coordinator.local] and
/// [dev.manykitchens.coordinator.cluster]. Start reading at
/// [dev.manykitchens.coordinator.dispatch.Coordinator], then
/// [dev.manykitchens.coordinator.dispatch.DispatchDriver].
@NullMarked
package dev.manykitchens.coordinator.dispatch;

import org.jspecify.annotations.NullMarked;
