package dev.manykitchens.report.http;

import com.sun.net.httpserver.Headers;

import java.util.List;
import java.util.Set;

/// What browsers say of who asks (Fetch Metadata, `Sec-Fetch-*`): our own page and whoever typed an
/// address, or a page of elsewhere. Whoever says nothing is taken for the former: programs, and
/// browsers that ask a plain HTTP address other than this machine's own.
final class FetchSite {

    private static final Set<String> OWN = Set.of("same-origin", "none");

    private FetchSite() {}

    /// Whether a page of elsewhere asks: of another site, or of another port of this host.
    static boolean isElsewhere(Headers headers) {
        List<String> from = headers.getOrDefault("Sec-Fetch-Site", List.of("none"));
        return from.size() != 1 || !OWN.contains(from.getFirst());
    }

    /// Whether somebody follows a link to a document, which then fills the window.
    static boolean followsLink(Headers headers) {
        return List.of("navigate").equals(headers.get("Sec-Fetch-Mode"))
                && List.of("document").equals(headers.get("Sec-Fetch-Dest"));
    }
}
