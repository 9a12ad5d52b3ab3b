package dev.osprey.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osprey.engine.event.Event;
import dev.osprey.engine.event.EventType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private final EventQueue queue = new EventQueue(8, () -> 0);

    private CompletableFuture<Object> offer(EventType type, int second) {
        return queue.offer(NewEvent.of(TestEvents.object(type, "hall", "hall-1-" + second, second)));
    }

    private List<String> taken() throws InterruptedException {
        return queue.take(100).stream()
                .map(item -> item.event().event())
                .map(event -> event.type() == EventType.GAP
                        ? "gap of " + (int) event.value().getAsDouble()
                        : event.subject().get().object() + " " + event.type())
                .toList();
    }

    @Test
    void offer_updatesBeyondHalf_oldestUpdateMakesRoom() throws Exception {
        CompletableFuture<Object> first = offer(EventType.OBJECT_UPDATE, 0);
        for (int i = 1; i <= 4; i++) {
            offer(EventType.OBJECT_UPDATE, i);
        }

        assertThat(first)
                .failsWithin(0, java.util.concurrent.TimeUnit.SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(GivenUpException.class);
        assertThat(queue.waiting()).isEqualTo(4);
        assertThat(taken())
                .containsExactly(
                        "hall-1-1 OBJECT_UPDATE",
                        "hall-1-2 OBJECT_UPDATE",
                        "hall-1-3 OBJECT_UPDATE",
                        "hall-1-4 OBJECT_UPDATE");
        assertThat(queue.givenUp()).containsExactly(java.util.Map.entry(EventType.OBJECT_UPDATE, 1L));
    }

    @Test
    void offer_fullOfUpdatesAndMore_whatIsMoreTakesTheirPlaces() throws Exception {
        for (int i = 0; i < 4; i++) {
            offer(EventType.OBJECT_UPDATE, i);
        }
        for (int i = 4; i < 12; i++) {
            assertThat(offer(EventType.OBJECT_NEW, i)).isNotCompletedExceptionally();
        }

        assertThat(queue.givenUp()).containsExactly(java.util.Map.entry(EventType.OBJECT_UPDATE, 4L));
        assertThat(taken()).hasSize(8).allMatch(text -> text.endsWith("OBJECT_NEW"));
    }

    @Test
    void offer_fullOfMoreThanUpdates_isLostAndTheLogWillSaySo() throws Exception {
        for (int i = 0; i < 8; i++) {
            offer(EventType.OBJECT_END, i);
        }
        assertThat(offer(EventType.OBJECT_END, 8)).isCompletedExceptionally();
        assertThat(offer(EventType.OBJECT_UPDATE, 9)).isCompletedExceptionally();
        assertThat(offer(EventType.OBJECT_NEW, 10)).isCompletedExceptionally();

        assertThat(taken()).hasSize(8);
        assertThat(taken()).containsExactly("gap of 2");
        Event next = TestEvents.text("hall", "after");
        queue.offer(NewEvent.of(next));
        assertThat(queue.take(10))
                .singleElement()
                .extracting(item -> item.event().event())
                .isEqualTo(next);
    }

    @Test
    void offer_changes_keepTheirPlaceAmongEvents() throws Exception {
        offer(EventType.OBJECT_NEW, 1);
        queue.offer(connection -> 1);
        offer(EventType.OBJECT_NEW, 2);

        assertThat(queue.take(2)).extracting(item -> item.change == null).containsExactly(true, false);
        assertThat(queue.take(2)).hasSize(1);
    }

    @Test
    void take_closed_givesWhatIsLeftAndThenNothing() throws Exception {
        offer(EventType.OBJECT_NEW, 1);
        queue.close();

        assertThat(offer(EventType.OBJECT_NEW, 2)).isCompletedExceptionally();
        assertThat(taken()).hasSize(1);
        assertThat(queue.take(1)).isEmpty();
    }
}
