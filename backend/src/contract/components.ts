import type { z } from 'zod';
import { apiKey, apiKeyWithSecret, createApiKey, updateApiKey } from './apiKeys.ts';
import { changeNames, changePassword, confirmPassword, failedSignIns, session, signIn, signUp, user } from './auth.ts';
import { generateCode, generatedCode, generatedSiteCode, generateSiteCode } from './generatedCode.ts';
import { createMetricConfig, metricConfig, metricType, updateMetricConfig } from './metricConfigs.ts';
import { listedMetricStats, metricStats, series, seriesPage } from './metricNumbers.ts';
import { overlap } from './overlap.ts';
import { rejection, rejectionPage, unknownName, unknownNamePage } from './rejections.ts';
import { pushMetrics, pushMetricsWithCredentials, pushResult, sample } from './samples.ts';
import { clientInfo, grafana, siteTag } from './service.ts';

/** What the API takes and answers, by the names of the OpenAPI document. */
export const components: Readonly<Record<string, z.ZodType>> = {
  User: user,
  FailedSignIns: failedSignIns,
  Session: session,
  SignUp: signUp,
  SignIn: signIn,
  ChangeNames: changeNames,
  ChangePassword: changePassword,
  ConfirmPassword: confirmPassword,
  ApiKey: apiKey,
  ApiKeyWithSecret: apiKeyWithSecret,
  CreateApiKey: createApiKey,
  UpdateApiKey: updateApiKey,
  Overlap: overlap,
  MetricType: metricType,
  MetricConfig: metricConfig,
  CreateMetricConfig: createMetricConfig,
  UpdateMetricConfig: updateMetricConfig,
  MetricStats: metricStats,
  ListedMetricStats: listedMetricStats,
  Series: series,
  SeriesPage: seriesPage,
  GenerateCode: generateCode,
  GeneratedCode: generatedCode,
  GenerateSiteCode: generateSiteCode,
  GeneratedSiteCode: generatedSiteCode,
  Rejection: rejection,
  RejectionPage: rejectionPage,
  UnknownName: unknownName,
  UnknownNamePage: unknownNamePage,
  Sample: sample,
  PushMetrics: pushMetrics,
  PushMetricsWithCredentials: pushMetricsWithCredentials,
  PushResult: pushResult,
  Grafana: grafana,
  ClientInfo: clientInfo,
  SiteTag: siteTag,
};
