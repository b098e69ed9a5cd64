package dev.manykitchens.report.dashboard;

import dev.manykitchens.report.http.Ask;
import dev.manykitchens.report.http.EventStream;
import dev.manykitchens.report.http.EventWriter;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// Sends the frames of a dashboard to one visitor, from where it left off.
final class DashboardEvents implements EventStream {

    private final Dashboard dashboard;

    DashboardEvents(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    @Override
    public void send(Ask ask, EventWriter out) throws IOException, InterruptedException {
        try {
            long last = lastFrame(ask.lastEventId());
            while (true) {
                Optional<List<Message>> next =
                        last < 0 ? Optional.empty() : dashboard.frames().after(last);
                for (Message message : next.isPresent() ? next.get() : List.of(everything())) {
                    out.send(
                            dashboard.epoch() + "." + message.frame(),
                            message.event(),
                            message.data());
                    last = message.frame();
                }
            }
        } catch (FrameRing.ClosedException _) {
            // There is nothing more to tell.
        }
    }

    private Message everything() throws InterruptedException {
        try {
            return dashboard.everything().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FrameRing.ClosedException closed) {
                throw closed;
            }
            throw new IllegalStateException("a snapshot must be made, was not", e);
        }
    }

    /// The frame that an id names; -1 when it is not an id of this dashboard.
    private long lastFrame(String id) {
        String prefix = dashboard.epoch() + ".";
        if (!id.startsWith(prefix)) {
            return -1;
        }
        try {
            return Long.parseLong(id.substring(prefix.length()));
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
