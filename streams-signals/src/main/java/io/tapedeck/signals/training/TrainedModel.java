package io.tapedeck.signals.training;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import io.tapedeck.signals.onnx.Opsets;
import io.tapedeck.signals.training.Samples.Sample;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.ONNXExportable;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** A classifier of up and down by Tribuo; the same samples and seed give the same model file. */
final class TrainedModel {
  static final String INPUT = "input";
  static final String OUTPUT = "output";

  private static final String UP = "UP";
  private static final String DOWN = "DOWN";
  private static final LabelFactory LABELS = new LabelFactory();

  /** Held here, or its level would be forgotten: it says a line every thousand steps. */
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  private static final int MINIBATCH = 1;
  private static final int NO_LOG = Integer.MAX_VALUE;
  private static final int FACTORS = 4;
  private static final double FACTOR_SPREAD = 0.1;

  private final Model<Label> model;
  private final String[] names;
  private final Scale scale;

  private TrainedModel(Model<Label> model, String[] names, Scale scale) {
    this.model = model;
    this.names = names;
    this.scale = scale;
  }

  static TrainedModel on(List<Sample> samples, TrainingPlan plan) {
    TRIBUO.setLevel(Level.WARNING);
    int width = plan.features().size();
    Scale scale = plan.scaled() ? Scale.of(samples, width) : Scale.none(width);
    String[] names = new String[width];
    for (int i = 0; i < width; i++) {
      // Tribuo orders features by name: numbers keep ours
      names[i] = String.format(Locale.ROOT, "f%03d", i);
    }
    MutableDataset<Label> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("tape", LABELS), LABELS);
    for (Sample sample : samples) {
      data.add(example(scale.applied(sample.vector()), sample.up() ? UP : DOWN, names));
    }
    Model<Label> model = trainer(plan).train(data);
    if (model.getFeatureIDMap().size() != width) {
      throw new IllegalStateException(
          "only "
              + model.getFeatureIDMap().size()
              + " of "
              + width
              + " features vary in the training part; leave the others out");
    }
    return new TrainedModel(model, names, scale);
  }

  private static Trainer<Label> trainer(TrainingPlan plan) {
    AdaGrad optimiser = new AdaGrad(plan.learningRate());
    return switch (plan.learning()) {
      case LOGISTIC ->
          new LinearSGDTrainer(new LogMulticlass(), optimiser, plan.epochs(), plan.seed());
      case LINEAR_SVM -> new LinearSGDTrainer(new Hinge(), optimiser, plan.epochs(), plan.seed());
      case FACTORIZATION_MACHINE ->
          new FMClassificationTrainer(
              new LogMulticlass(),
              optimiser,
              plan.epochs(),
              NO_LOG,
              MINIBATCH,
              plan.seed(),
              FACTORS,
              FACTOR_SPREAD);
    };
  }

  private static Example<Label> example(double[] values, String label, String[] names) {
    return new ArrayExample<>(new Label(label), names, values);
  }

  /** The score of up, as Tribuo computes it. */
  double up(float[] vector) {
    Label up = model.predict(example(scale.applied(vector), UP, names)).getOutputScores().get(UP);
    return up == null ? Double.NaN : up.getScore();
  }

  /** Which column of the output is up. */
  int upColumn() {
    return model.getOutputIDInfo().getID(new Label(UP));
  }

  /** The model file, without the build's time and host, which Tribuo would put in. */
  byte[] onnx(int opset) {
    if (!(model instanceof ONNXExportable exportable)) {
      throw new IllegalStateException(model.getClass() + " has no ONNX form");
    }
    OnnxMl.ModelProto.Builder file =
        exportable.exportONNXModel("io.tapedeck", 1).toBuilder()
            .clearMetadataProps()
            .clearDocString();
    if (!scale.isNone()) {
      file.setGraph(scaled(file.getGraph()));
    }
    byte[] bytes = file.build().toByteArray();
    return opset == TrainingPlan.FIRST_OPSET ? bytes : Opsets.withDefault(bytes, opset);
  }

  /** Puts (input - mean) / deviation before whatever takes the input. */
  private OnnxMl.GraphProto scaled(OnnxMl.GraphProto graph) {
    OnnxMl.GraphProto.Builder out = graph.toBuilder().clearNode();
    out.addInitializer(tensor("feature_mean", scale.means()));
    out.addInitializer(tensor("feature_deviation", scale.deviations()));
    out.addNode(node("Sub", "centred", INPUT, "feature_mean"));
    out.addNode(node("Div", "scaled", "centred", "feature_deviation"));
    for (OnnxMl.NodeProto node : graph.getNodeList()) {
      OnnxMl.NodeProto.Builder copy = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(INPUT)) {
          copy.setInput(i, "scaled");
        }
      }
      out.addNode(copy);
    }
    return out.build();
  }

  private static OnnxMl.NodeProto node(String op, String output, String... inputs) {
    return OnnxMl.NodeProto.newBuilder()
        .setOpType(op)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static OnnxMl.TensorProto tensor(String name, float[] values) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return OnnxMl.TensorProto.newBuilder()
        .setName(name)
        .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
        .addDims(values.length)
        .setRawData(ByteString.copyFrom(raw.array()))
        .build();
  }
}
