package dev.manykitchens.worker.link;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.stove.StoveSpec;

import java.util.OptionalInt;

/// The size that the worker is to have from now on; what is empty stays as it is.
///
/// @param threads how many chunks it runs at once
/// @param stoves permits to compute; 0: no limit
/// @param prefetch how many chunks may wait at each thread
public record Adjusted(OptionalInt threads, OptionalInt stoves, OptionalInt prefetch) {

    public Adjusted {
        threads.ifPresent(count -> require("threads", count, 1, Change.SetThreads.MOST));
        stoves.ifPresent(count -> require("stoves", count, 0, StoveSpec.MOST));
        prefetch.ifPresent(chunks -> require("prefetch", chunks, 0, Change.SetPrefetch.MOST));
    }

    private static void require(String what, int count, int least, int most) {
        if (count < least || count > most) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d, was %d"
                            .formatted(what, least, most, Integer.toUnsignedLong(count)));
        }
    }
}
