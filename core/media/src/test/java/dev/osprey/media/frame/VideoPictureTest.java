package dev.osprey.media.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.osprey.engine.frame.Picture;
import dev.osprey.media.picture.PictureFile;
import dev.osprey.spi.Box;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class VideoPictureTest {
    private final Picture picture = PictureFile.of(64, 48, new byte[64 * 48 * 3], "gate", 7);

    @Test
    void release_ofTheLastReference_freesThePicture() {
        long before = VideoPicture.live();
        picture.retain();
        picture.release();
        assertThat(VideoPicture.live()).isEqualTo(before);
        picture.release();
        assertThat(VideoPicture.live()).isEqualTo(before - 1);
    }

    @Test
    void release_onceTooOften_namesThePictureAndWhereItWasGivenBack() {
        picture.release();
        assertThatIllegalStateException()
                .isThrownBy(picture::release)
                .withMessageContaining("picture 7 of gate")
                .withMessageContaining("given back here")
                .withMessageContaining("VideoPictureTest");
    }

    @Test
    void retain_ofAFreedPicture_throws() {
        picture.release();
        assertThatIllegalStateException().isThrownBy(picture::retain).withMessageContaining("freed");
    }

    @Test
    void read_ofAFreedPicture_throws() {
        picture.release();
        ByteBuffer into = ByteBuffer.allocateDirect(768).order(ByteOrder.nativeOrder());
        assertThatIllegalStateException()
                .isThrownBy(() -> picture.read(Region.of(picture), PixelSpec.tensor(8, 8), into))
                .withMessageContaining("freed");
    }

    @Test
    void read_byManyThreads_givesAllTheSame() throws Exception {
        byte[] rgb = new byte[64 * 48 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 31);
        }
        Picture noise = PictureFile.of(64, 48, rgb, "gate", 0);
        Region turned = Region.rotated(new Box(10, 10, 30, 20), 0.5);
        Callable<List<ByteBuffer>> reads = () -> {
            List<ByteBuffer> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                for (Region region : List.of(Region.of(noise), turned)) {
                    PixelSpec spec = PixelSpec.tensor(32, 24);
                    ByteBuffer into = ByteBuffer.allocateDirect(spec.sizeBytes(region)).order(ByteOrder.nativeOrder());
                    noise.read(region, spec, into);
                    all.add(into.flip());
                }
            }
            return all;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<ByteBuffer>>> results = threads.invokeAll(List.of(reads, reads, reads, reads));
            List<ByteBuffer> first = results.get(0).get();
            for (Future<List<ByteBuffer>> result : results) {
                assertThat(result.get()).isEqualTo(first);
            }
        } finally {
            threads.shutdownNow();
            noise.release();
        }
    }

    @Test
    void pool_pastItsCapacity_closesTheOneLongestUnused() {
        List<String> closed = new ArrayList<>();
        record Thing(String name, List<String> closed) implements Pool.Item {
            @Override
            public long weight() {
                return 1;
            }

            @Override
            public void close() {
                closed.add(name);
            }
        }
        Pool<String, Thing> pool = new Pool<>(2, name -> new Thing(name, closed));
        for (String name : List.of("a", "b", "a", "c")) {
            pool.give(name, pool.take(name));
        }
        assertThat(closed).containsExactly("b");
        assertThat(pool.weight()).isEqualTo(2);
    }
}
