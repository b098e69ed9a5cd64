package dev.manykitchens.cli.broken.core.dispatch;

final class StartsAThread {
    Thread start() {
        return Thread.startVirtualThread(() -> {});
    }
}
