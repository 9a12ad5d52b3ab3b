package dev.osprey.toolkit;

import dev.osprey.spi.Frame;
import dev.osprey.spi.Input;
import dev.osprey.spi.Mapping;
import dev.osprey.spi.PixelSpec;
import dev.osprey.spi.Region;
import dev.osprey.spi.Result;
import dev.osprey.spi.StageException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An input that does something before it is read. */
record DelegatingInput(Input input, Runnable beforeRead) implements Input {
    @Override
    public Frame frame() {
        return input.frame();
    }

    @Override
    public Region region() {
        return input.region();
    }

    @Override
    public Optional<Result> parent() {
        return input.parent();
    }

    @Override
    public List<Result> results(String stage) {
        return input.results(stage);
    }

    @Override
    public <M> M memory(Supplier<M> first) {
        return input.memory(first);
    }

    @Override
    public Mapping read(Region region, PixelSpec spec, ByteBuffer into) {
        beforeRead.run();
        return input.read(region, spec, into);
    }

    @Override
    public Result.Image write(Region shows, PixelSpec form, ByteBuffer from) throws StageException {
        return input.write(shows, form, from);
    }
}
