/// A small web server beside a coordinator: metrics, a health check, and room for more pages.
///
/// ```
///                     StatusServer: the given address only
/// GET, HEAD ──▶ limits ──▶ Hosts ──▶ FetchSite ──▶ pages by path ──▶ Answer
///               (Limits)   421       403           │ /healthz  HealthPage  ◀── ClusterView
///               closes                             └ /metrics  MetricsPage ◀── ClusterMetrics
///                                                  else 404
/// POST ───────▶ limits ──▶ Hosts ──▶ actions by path ──▶ Gate ──▶ Action ──▶ Answer
///                                    else 404, 405       401, 403, 411, 413, 415, 429
/// ```
///
/// Whoever can reach the address can read everything; there is no encryption, and a token is asked
/// for only by what changes something. So it should listen on a loopback or inner address. Against
/// web pages that a person on such a machine happens to visit, it answers only requests whose
/// `Host` is an IP literal, `localhost` or a name that it was told: a page of elsewhere that had
/// its own name pointed at this address (DNS rebinding) still sends its own name. What such a page
/// asks for under this address is not answered either, though it could not read it: only a link to
/// a document may lead here from elsewhere. Browsers say where a request comes from only to this
/// machine's own addresses and to HTTPS; at another plain HTTP address such a page can make the
/// server work, though it can neither read the answer nor act.
///
/// Start reading at [dev.manykitchens.report.http.StatusServer].
@NullMarked
package dev.manykitchens.report.http;

import org.jspecify.annotations.NullMarked;
