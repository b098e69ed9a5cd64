package dev.manykitchens.report.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a server has, by path. Below the path of a page nothing is found, only below a folder.
///
/// @param pages what is answered at once
/// @param folders by a path that ends with a slash: what answers for every path that begins with
///   it, and decides itself what is there
/// @param streams what goes on
/// @param actions what can be done
public record Site(
        Map<String, Page> pages,
        Map<String, Page> folders,
        Map<String, EventStream> streams,
        Map<String, Action> actions) {

    public Site {
        pages = Map.copyOf(pages);
        folders = Map.copyOf(folders);
        streams = Map.copyOf(streams);
        actions = Map.copyOf(actions);
        for (String folder : folders.keySet()) {
            if (!folder.endsWith("/")) {
                throw new IllegalArgumentException(
                        "the path of a folder must end with a slash, was " + folder);
            }
        }
    }

    /// A site without folders, where nothing can be done.
    public Site(Map<String, Page> pages, Map<String, EventStream> streams) {
        this(pages, Map.of(), streams, Map.of());
    }

    /// A site of pages alone.
    public static Site of(Map<String, Page> pages) {
        return new Site(pages, Map.of());
    }

    /// What is found at a path: the page there, or the innermost folder that it is in.
    Optional<Page> page(String path) {
        Page exact = pages.get(path);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (int slash = path.lastIndexOf('/');
                slash >= 0;
                slash = path.lastIndexOf('/', slash - 1)) {
            Page folder = folders.get(path.substring(0, slash + 1));
            if (folder != null) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /// Whether nothing can be done at this path, but at others of the same folder.
    boolean isBesideActions(String path) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return !actions.containsKey(path)
                && actions.keySet().stream()
                        .anyMatch(action ->
                                action.substring(0, action.lastIndexOf('/') + 1).equals(folder));
    }

    /// This and the other together, which have no path in common.
    public Site with(Site other) {
        return new Site(
                joined(pages, other.pages),
                joined(folders, other.folders),
                joined(streams, other.streams),
                joined(actions, other.actions));
    }

    private static <T> Map<String, T> joined(Map<String, T> some, Map<String, T> others) {
        Map<String, T> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }
}
