package dev.manykitchens.report.http;

import java.util.HashMap;
import java.util.Map;

/// What a server has, by path; nothing is found below a path.
///
/// @param pages what is answered at once
/// @param streams what goes on
/// @param actions what can be done
public record Site(
        Map<String, Page> pages, Map<String, EventStream> streams, Map<String, Action> actions) {

    public Site {
        pages = Map.copyOf(pages);
        streams = Map.copyOf(streams);
        actions = Map.copyOf(actions);
    }

    /// A site where nothing can be done.
    public Site(Map<String, Page> pages, Map<String, EventStream> streams) {
        this(pages, streams, Map.of());
    }

    /// A site of pages alone.
    public static Site of(Map<String, Page> pages) {
        return new Site(pages, Map.of());
    }

    /// This and the other together, which have no path in common.
    public Site with(Site other) {
        return new Site(
                both(pages, other.pages),
                both(streams, other.streams),
                both(actions, other.actions));
    }

    private static <T> Map<String, T> both(Map<String, T> one, Map<String, T> other) {
        Map<String, T> all = new HashMap<>(one);
        all.putAll(other);
        return all;
    }
}
