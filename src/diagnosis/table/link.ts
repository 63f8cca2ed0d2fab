import type { Sign } from '../signs.ts'

/**
 * How a cause bears on a sign. `typical`: where the cause is at work it mostly shows. `possible`: it may come from
 * the cause. `against`: the cause makes it less likely.
 */
export type Bearing = 'typical' | 'possible' | 'against'

/** One cell of the table of cause against symptom. */
export interface Link {
  /** Rule id, for rules that tell of two faults with the fault in brackets (see `faultsOf`). */
  cause: string
  sign: Sign
  bearing: Bearing
  /** Why, as a clause after `this explains ...:` or, of `against`, after `the curves show ..., but`. */
  why: string
  /** A paper, documentation, or a measurement of ours. */
  source: string
}

/** The links of one cause. */
export const links = (
  cause: string,
  cells: readonly [sign: Sign, bearing: Bearing, why: string, source: string][],
): Link[] => cells.map(([sign, bearing, why, source]) => ({ cause, sign, bearing, why, source }))

/** What several cells rest on: works, and measurements of ours (bench/README.md, section Diagnosis). */
export const works = {
  measured: 'bench/diagnosis: seen on grocery photos',
  seenLater: 'bench/diagnosis: seen on trashnet photos after they had been scored',
  arpit:
    'Arpit et al., A Closer Look at Memorization in Deep Networks, ICML 2017: https://arxiv.org/abs/1706.05394',
  autoTrainer:
    'Zhang et al., AutoTrainer: An Automatic DNN Training Problem Detection and Repair System, ICSE 2021',
  bengio:
    'Bengio, Practical recommendations for gradient-based training of deep architectures, 2012, section 3.1.1: https://arxiv.org/abs/1206.5533',
  bouthillier:
    'Bouthillier et al., Accounting for Variance in Machine Learning Benchmarks, MLSys 2021: the binomial is the scale of test-set noise',
  kapoor:
    'Kapoor, Narayanan, Leakage and the reproducibility crisis in machine-learning-based science, Patterns 4 (2023)',
  karpathy:
    'Karpathy, A Recipe for Training Neural Networks, 2019: https://karpathy.github.io/2019/04/25/recipe/',
  kerasApplications:
    'https://keras.io/api/applications/: each model expects an input preprocessing of its own',
  kerasFolders:
    'https://keras.io/api/data_loading/image/#imagedatasetfromdirectory-function: labels are the sorted names of folders',
  kerasFit:
    'https://keras.io/api/models/model_training_apis/#fit-method: validation_split takes the last samples, before shuffling',
  kerasFaq: 'https://keras.io/getting_started/faq/#why-is-my-training-loss-much-higher-than-my-testing-loss',
  kerasTransfer: 'https://keras.io/guides/transfer_learning/',
  keskar: 'Keskar et al., On Large-Batch Training for Deep Learning, 2017: https://arxiv.org/abs/1609.04836',
  kumar:
    'Kumar et al., Fine-Tuning can Distort Pretrained Features and Underperform Out-of-Distribution, 2022: https://arxiv.org/abs/2202.10054',
  masters:
    'Masters and Luschi, Revisiting Small Batch Training for Deep Neural Networks, 2018: https://arxiv.org/abs/1804.07612',
  plateau: 'https://keras.io/api/callbacks/reduce_lr_on_plateau/',
  shorten:
    'Shorten and Khoshgoftaar, A survey on Image Data Augmentation for Deep Learning, 2019: https://doi.org/10.1186/s40537-019-0197-0',
  smith:
    'Smith, Cyclical Learning Rates for Training Neural Networks, WACV 2017: https://arxiv.org/abs/1506.01186',
  srivastava:
    'Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014: https://jmlr.org/papers/v15/srivastava14a.html',
  umlaut:
    'Schoop, Huang, Hartmann, UMLAUT: Debugging Deep Learning Programs using Program Structure and Model Behavior, CHI 2021',
  wu: 'Wu and He, Group Normalization, 2018: https://arxiv.org/abs/1803.08494',
  zinkevich:
    'Zinkevich, Rules of Machine Learning, training-serving skew: https://developers.google.com/machine-learning/guides/rules-of-ml',
  zhang:
    'Zhang et al., Understanding deep learning requires rethinking generalization, ICLR 2017: https://arxiv.org/abs/1611.03530',
} as const
