import { type FindAttributeOptions, literal, QueryTypes, type Sequelize } from 'sequelize';

/** Hours are counted as a whole: the oldest one is left out as soon as a part of it is older than a day. */
const inLastDay = `hour > clock_timestamp() - interval '24 hours'`;

/** Has API keys read with their `robotSamples`. */
export const withRobotSamples: FindAttributeOptions = {
  include: [
    [
      literal(
        `(select coalesce(sum(count), 0)::float8 from robot_samples where api_key_id = "ApiKey"."id" and ${inLastDay})`,
      ),
      'robotSamples',
    ],
  ],
};

/** Samples of robots that were left out in the last 24 hours, with any key of the account. */
export async function countRobotSamples(sequelize: Sequelize, userId: string): Promise<number> {
  const [counted] = await sequelize.query<{ count: number }>(
    `select coalesce(sum(r.count), 0)::float8 as count
     from robot_samples r join api_keys k on k.id = r.api_key_id where k.user_id = :userId and ${inLastDay}`,
    { type: QueryTypes.SELECT, replacements: { userId } },
  );
  return counted?.count ?? 0;
}
