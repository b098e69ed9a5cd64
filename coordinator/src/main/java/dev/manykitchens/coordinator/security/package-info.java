/// What a coordinator is known by and whom it lets in.
///
/// ```
///  state directory (its owner's alone)
///    certificate.p12 ◀─ made on first start ─ KeptCertificate ─▶ TLS of the port, fingerprint in tokens
///    tokens.json     ◀─ made on first start ─ TokenFile       ─▶ Secrets at the door, text of tokens
///                    ◀─ rotated by `kitchen token`, while a coordinator runs
///    running         ◀─ locked while a coordinator runs ─ Occupied
/// ```
///
/// Start reading at [dev.manykitchens.coordinator.security.StateDirectory].
@NullMarked
package dev.manykitchens.coordinator.security;

import org.jspecify.annotations.NullMarked;
