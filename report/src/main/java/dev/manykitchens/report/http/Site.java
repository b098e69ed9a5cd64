package dev.manykitchens.report.http;

import java.util.HashMap;
import java.util.Map;

/// What a server has, by path; nothing is found below a path.
///
/// @param pages what is answered at once
/// @param streams what goes on
public record Site(Map<String, Page> pages, Map<String, EventStream> streams) {

    public Site {
        pages = Map.copyOf(pages);
        streams = Map.copyOf(streams);
    }

    /// A site of pages alone.
    public static Site of(Map<String, Page> pages) {
        return new Site(pages, Map.of());
    }

    /// This and the other together, which have no path in common.
    public Site with(Site other) {
        Map<String, Page> allPages = new HashMap<>(pages);
        allPages.putAll(other.pages);
        Map<String, EventStream> allStreams = new HashMap<>(streams);
        allStreams.putAll(other.streams);
        return new Site(allPages, allStreams);
    }
}
