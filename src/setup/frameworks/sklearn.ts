import type { Row } from './table.ts'

const sklearn = 'https://scikit-learn.org/stable/modules/generated'
const imblearn = 'https://imbalanced-learn.org/stable/references'
const numpy = 'https://numpy.org/doc/stable/reference/generated'

const transformer = (module: string, names: readonly string[], resamples = false): Row => ({
  names: names.map((name) => `${module}.${name}`),
  parameters: [],
  meaning: { kind: 'transformer', resamples },
  docs: resamples ? `${imblearn}/over_sampling.html` : `${sklearn}/`,
})

const method = (name: string, learns: boolean, changes: boolean): Row => ({
  names: [`Transformer.${name}`],
  parameters: ['X', 'y'],
  meaning: { kind: 'transform-data', learns, changes },
  docs: 'https://scikit-learn.org/stable/data_transforms.html',
})

/** Classifiers that people train on the features of a pretrained network, and what searches their settings. */
const classifiers = [
  'svm.SVC',
  'svm.LinearSVC',
  'linear_model.LogisticRegression',
  'linear_model.SGDClassifier',
  'linear_model.RidgeClassifier',
  'ensemble.RandomForestClassifier',
  'ensemble.ExtraTreesClassifier',
  'ensemble.GradientBoostingClassifier',
  'ensemble.HistGradientBoostingClassifier',
  'ensemble.AdaBoostClassifier',
  'ensemble.VotingClassifier',
  'neighbors.KNeighborsClassifier',
  'naive_bayes.GaussianNB',
  'tree.DecisionTreeClassifier',
  'neural_network.MLPClassifier',
  'model_selection.GridSearchCV',
  'model_selection.RandomizedSearchCV',
  'pipeline.Pipeline',
  'pipeline.make_pipeline',
]

/** What scikit-learn and imbalanced-learn do to samples before a network sees them. */
export const scikitLearn: readonly Row[] = [
  transformer('sklearn.preprocessing', [
    'StandardScaler',
    'MinMaxScaler',
    'MaxAbsScaler',
    'RobustScaler',
    'PowerTransformer',
    'QuantileTransformer',
    'KBinsDiscretizer',
  ]),
  transformer('sklearn.decomposition', [
    'PCA',
    'IncrementalPCA',
    'KernelPCA',
    'TruncatedSVD',
    'FastICA',
    'NMF',
  ]),
  transformer('sklearn.discriminant_analysis', ['LinearDiscriminantAnalysis']),
  transformer('sklearn.feature_selection', [
    'SelectKBest',
    'SelectPercentile',
    'SelectFromModel',
    'VarianceThreshold',
    'RFE',
    'RFECV',
  ]),
  transformer('sklearn.impute', ['SimpleImputer', 'KNNImputer', 'IterativeImputer']),
  transformer(
    'imblearn.over_sampling',
    [
      'RandomOverSampler',
      'SMOTE',
      'SMOTEN',
      'SMOTENC',
      'ADASYN',
      'BorderlineSMOTE',
      'KMeansSMOTE',
      'SVMSMOTE',
    ],
    true,
  ),
  transformer('imblearn.combine', ['SMOTEENN', 'SMOTETomek'], true),
  method('fit', true, false),
  method('partial_fit', true, false),
  method('transform', false, true),
  method('fit_transform', true, true),
  method('fit_resample', true, true),
  method('fit_sample', true, true),
  {
    names: [
      ...classifiers.map((name) => `sklearn.${name}`),
      'xgboost.XGBClassifier',
      'lightgbm.LGBMClassifier',
      'catboost.CatBoostClassifier',
    ],
    parameters: [],
    meaning: { kind: 'estimator' },
    docs: 'https://scikit-learn.org/stable/supervised_learning.html',
  },
  {
    names: ['Estimator.fit'],
    parameters: ['X', 'y'],
    meaning: { kind: 'estimator-fit' },
    docs: 'https://scikit-learn.org/stable/developers/develop.html#estimators',
  },
  {
    names: ['score', 'predict', 'predict_proba', 'decision_function'].map((name) => `Estimator.${name}`),
    parameters: ['X', 'y'],
    meaning: { kind: 'estimator-score', folds: false },
    docs: 'https://scikit-learn.org/stable/developers/develop.html#estimators',
  },
  {
    names: ['cross_val_score', 'cross_validate', 'cross_val_predict'].map(
      (name) => `sklearn.model_selection.${name}`,
    ),
    parameters: ['estimator', 'X', 'y'],
    meaning: { kind: 'estimator-score', folds: true },
    docs: `${sklearn}/sklearn.model_selection.cross_val_score.html`,
  },
  {
    names: ['sklearn.utils.resample'],
    parameters: ['arrays'],
    meaning: { kind: 'repeat-samples' },
    docs: `${sklearn}/sklearn.utils.resample.html`,
  },
  {
    names: ['numpy.repeat', 'numpy.tile'],
    parameters: ['a', 'repeats', 'axis'],
    meaning: { kind: 'repeat-samples' },
    docs: `${numpy}/numpy.repeat.html`,
  },
  {
    names: [
      'numpy.concatenate',
      'numpy.vstack',
      'numpy.append',
      'pandas.concat',
      'torch.cat',
      'torch.vstack',
    ],
    parameters: ['arrays', 'values'],
    meaning: { kind: 'join-samples' },
    docs: `${numpy}/numpy.concatenate.html`,
  },
  {
    names: ['pandas.DataFrame', 'pandas.Series'],
    parameters: ['data'],
    meaning: { kind: 'join-samples' },
    docs: 'https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.html',
  },
  {
    names: ['pandas.get_dummies'],
    parameters: ['data'],
    meaning: { kind: 'labels', as: 'one-hot' },
    docs: 'https://pandas.pydata.org/docs/reference/api/pandas.get_dummies.html',
  },
  {
    names: ['numpy.flip', 'numpy.fliplr', 'numpy.flipud', 'numpy.rot90', 'numpy.roll'],
    parameters: ['m'],
    meaning: { kind: 'tensor', effect: { does: 'fixed' } },
    docs: `${numpy}/numpy.flip.html`,
  },
  {
    names: ['mean', 'std', 'average'].flatMap((name) => [
      `numpy.${name}`,
      `Tensor.${name}`,
      `Unknown.${name}`,
    ]),
    parameters: ['a'],
    meaning: { kind: 'measure' },
    docs: 'https://numpy.org/doc/stable/reference/routines.statistics.html',
  },
  {
    names: ['random.shuffle', 'numpy.random.shuffle', 'numpy.random.permutation', 'sklearn.utils.shuffle'],
    parameters: ['x'],
    meaning: { kind: 'reorder' },
    docs: 'https://docs.python.org/3/library/random.html#random.shuffle',
  },
]
