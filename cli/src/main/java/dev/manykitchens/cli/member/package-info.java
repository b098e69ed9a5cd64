/// One of several coordinators that keep one journal: how they find each other the first time, and
/// what one of them does while it leads and while it does not.
///
/// ```
/// Peers ──▶ MemberPoll ──▶ Founding ──▶ MemberProcess ── leads ──▶ ServedCluster, on the journal that all keep
///  who      asks them all  decides       Participation    │ no more, or not yet
///                                                         └──────▶ StandbyCoordinator
/// ```
///
/// Start reading at [dev.manykitchens.cli.member.Founding], then
/// [dev.manykitchens.cli.member.MemberProcess].
@NullMarked
package dev.manykitchens.cli.member;

import org.jspecify.annotations.NullMarked;
