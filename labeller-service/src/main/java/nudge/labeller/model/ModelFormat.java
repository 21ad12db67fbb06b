package nudge.labeller.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import nudge.events.CheckpointPublished;
import nudge.network.Network;
import nudge.network.OnnxFile;
import nudge.network.WeightFile;

/**
 * How a checkpoint's network is written for other programs. Each format carries, as its metadata, which checkpoint it is:
 *
 * <pre>
 * model, checkpoint, parent     names; no parent in the first checkpoint
 * step, position, examples      mini-batches learned from, the horizon in the log, training examples
 * heldOut, at                   held-out images with a label, the time of publication
 * sha256                        of the weight file as it was published: the checkpoint's digest
 * nudge.sizes, nudge.activation, nudge.cost    the network's shape
 * </pre>
 *
 * <p>The same checkpoint gives the same bytes.
 */
public enum ModelFormat {
    /** Tensors as in {@link WeightFile}, without what momentum keeps. */
    SAFETENSORS {
        @Override
        byte[] write(Network network, Map<String, String> metadata) {
            metadata.put(
                    "input",
                    String.format(
                            Locale.ROOT,
                            "%d pixels row by row, 0 = paper, 1 = ink; divide bytes of 0 to 255 by 255",
                            network.spec().inputs()));
            return WeightFile.write(network, metadata);
        }
    },
    /** {@link OnnxFile}. */
    ONNX {
        @Override
        byte[] write(Network network, Map<String, String> metadata) {
            return OnnxFile.write(network, metadata);
        }
    };

    /** @param metadata may be added to */
    abstract byte[] write(Network network, Map<String, String> metadata);

    /** As it is called in addresses, and at the end of a file's name. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of an {@link #extension}. */
    public static Optional<ModelFormat> of(String extension) {
        return Arrays.stream(values())
                .filter(format -> format.extension().equals(extension))
                .findFirst();
    }

    /**
     * The file of a checkpoint.
     *
     * @param weights its weight file, as it was published
     * @throws IllegalArgumentException when this version cannot read the weights
     */
    public byte[] write(CheckpointPublished checkpoint, byte[] weights) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("model", checkpoint.model());
        metadata.put("checkpoint", checkpoint.id());
        if (checkpoint.parent() != null) {
            metadata.put("parent", checkpoint.parent());
        }
        metadata.put("step", String.valueOf(checkpoint.step()));
        metadata.put("position", String.valueOf(checkpoint.position()));
        metadata.put("examples", String.valueOf(checkpoint.examples()));
        metadata.put("heldOut", String.valueOf(checkpoint.heldOut()));
        metadata.put("sha256", checkpoint.sha256());
        metadata.put("at", checkpoint.at().toString());
        return write(WeightFile.read(weights), metadata);
    }
}
