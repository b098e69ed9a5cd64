package dev.manykitchens.cli.broken.core.dispatch;

final class ReadsTheClock {
    long now() {
        return System.nanoTime();
    }
}
