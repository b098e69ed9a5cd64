package dev.manykitchens.proto.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// Where the coordinators of a cluster are, of which one leads: a ring, and the place in it where
/// the next try is made.
///
/// @param all at least one, each once, the one to try next in front
public record Endpoints(List<Endpoint> all) {

    /// The most coordinators of a cluster.
    public static final int MOST = 9;

    private static final String BETWEEN = ",";

    public Endpoints {
        all = List.copyOf(all);
        if (all.isEmpty() || all.size() > MOST) {
            throw new IllegalArgumentException(
                    "a cluster must have from 1 to %d coordinators, was given %d"
                            .formatted(MOST, all.size()));
        }
        if (new HashSet<>(all).size() != all.size()) {
            throw new IllegalArgumentException(
                    "the coordinators of a cluster must have an address each, were " + joined(all));
        }
    }

    /// One alone.
    public static Endpoints of(Endpoint only) {
        return new Endpoints(List.of(only));
    }

    /// Reads `HOST:PORT`, or several of them with commas between.
    ///
    /// @throws IllegalArgumentException when it is not that
    public static Endpoints parse(String text) {
        List<Endpoint> all = new ArrayList<>();
        for (String part : text.split(BETWEEN, -1)) {
            all.add(Endpoint.parse(part));
        }
        return new Endpoints(all);
    }

    /// The one to try next.
    public Endpoint current() {
        return all.getFirst();
    }

    /// How many there are.
    public int size() {
        return all.size();
    }

    /// The same ring, one place on.
    public Endpoints next() {
        List<Endpoint> turned = new ArrayList<>(all);
        Collections.rotate(turned, -1);
        return new Endpoints(turned);
    }

    @Override
    public String toString() {
        return joined(all);
    }

    private static String joined(List<Endpoint> all) {
        return all.stream().map(Endpoint::toString).collect(Collectors.joining(BETWEEN));
    }
}
