package dev.manykitchens.worker;

import dev.manykitchens.core.resource.UsageListener;

import java.util.Map;

/// For jobs that ask for nothing.
final class NoResources {

    /// Knows no resource.
    static final BatchDesk DESK =
            new ResourceRouter(
                            new ResourceRouter.Holder() {
                                @Override
                                public void ask(long ticket, String key, long user, int job) {}

                                @Override
                                public void giveBack(long ticket) {}
                            },
                            UsageListener.NONE)
                    .open(Map.of());

    private NoResources() {}
}
