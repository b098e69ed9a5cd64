package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.link.WorkerMessage;

import java.util.Optional;

/// Where the transport tells what workers say: on the loop it goes to those whom it concerns.
/// Thread-safe.
final class WorkerInbox implements WorkerListener {

    private final DispatchLoop loop;
    private final DispatchDriver driver;

    WorkerInbox(DispatchLoop loop, DispatchDriver driver) {
        this.loop = loop;
        this.driver = driver;
    }

    @Override
    public void joined(WorkerLink link, WorkerHello hello) {
        loop.run(() -> driver.membership().joined(link, hello));
    }

    @Override
    public void said(WorkerLink link, WorkerMessage message, long heardNanos) {
        loop.run(() -> driver.conversation().said(link, message, heardNanos));
    }

    @Override
    public void heard(WorkerLink link) {
        loop.run(() -> driver.conversation().heard(link));
    }

    @Override
    public void ended(WorkerLink link, Optional<String> failure) {
        loop.run(() -> driver.membership().ended(link, failure));
    }

    @Override
    public void expelled(WorkerLink link, String why) {
        loop.run(() -> driver.membership().expelled(link, why));
    }
}
