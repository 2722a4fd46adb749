package io.tapedeck.signals.training;

import java.util.List;
import java.util.Locale;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Logistic regression through Tribuo; the same samples and seed give the same model file. */
final class LogisticTraining {
  static final double LEARNING_RATE = 0.1;
  static final int EPOCHS = 10;
  static final long SEED = 20240808;

  private static final String UP = "UP";
  private static final String DOWN = "DOWN";
  private static final LabelFactory LABELS = new LabelFactory();

  private final LinearSGDModel model;
  private final String[] names;

  private LogisticTraining(LinearSGDModel model, String[] names) {
    this.model = model;
    this.names = names;
  }

  static LogisticTraining on(List<Samples.Sample> samples, int width) {
    String[] names = new String[width];
    for (int i = 0; i < width; i++) {
      // Tribuo orders features by name: numbers keep ours
      names[i] = String.format(Locale.ROOT, "f%03d", i);
    }
    MutableDataset<Label> data =
        new MutableDataset<>(new SimpleDataSourceProvenance("tape", LABELS), LABELS);
    for (Samples.Sample sample : samples) {
      data.add(example(sample.vector(), sample.up() ? UP : DOWN, names));
    }
    LinearSGDTrainer trainer =
        new LinearSGDTrainer(new LogMulticlass(), new AdaGrad(LEARNING_RATE), EPOCHS, SEED);
    LinearSGDModel model = trainer.train(data);
    if (model.getFeatureIDMap().size() != width) {
      throw new IllegalStateException(
          "only "
              + model.getFeatureIDMap().size()
              + " of "
              + width
              + " features vary in the training part; leave the others out");
    }
    return new LogisticTraining(model, names);
  }

  private static Example<Label> example(float[] vector, String label, String[] names) {
    double[] values = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      values[i] = vector[i];
    }
    return new ArrayExample<>(new Label(label), names, values);
  }

  /** Probability that the move is up, as Tribuo computes it. */
  double up(float[] vector) {
    Prediction<Label> prediction = model.predict(example(vector, UP, names));
    Label up = prediction.getOutputScores().get(UP);
    return up == null ? Double.NaN : up.getScore();
  }

  /** Which column of the output is UP. */
  int upColumn() {
    return model.getOutputIDInfo().getID(new Label(UP));
  }

  /** The model file, without the build's time and host, which Tribuo would put in. */
  byte[] onnx() {
    return model.exportONNXModel("io.tapedeck", 1).toBuilder()
        .clearMetadataProps()
        .build()
        .toByteArray();
  }
}
