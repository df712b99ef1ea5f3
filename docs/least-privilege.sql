-- Makes the role that deploys, with the rights that a deployment needs and no others. A superuser runs it once:
--
--   psql "$URL" -v deployer=verdigris -v database=materialize -v owner=production \
--     -v sink_owner=sinks -v sink_cluster=sinks -f docs/least-privilege.sql
--
-- deployer      the role that deploys
-- database      the database of the deployed schemas
-- owner         the role that owns production's schemas, clusters and objects; for several, repeat its statement
-- sink_owner    the role that owns the sinks that read production; without sinks, leave its statement and all behind it out
-- sink_cluster  the cluster that those sinks run on
-- sink_schema, connection   with sinks as files of the project: their schema, and the connection in it that they use. Give
--               both as well: -v sink_schema=sinks -v connection=kafka; without such sinks, leave the last two statements out
--
-- It needs nothing on what the models read: the views belong to their owner, who has to be able to read it. What the
-- next version has and production has not goes to the owner of its schema.
--
-- A first deployment (create: true) needs no further right. What it makes belongs to the deployer, who may give it away
-- afterwards, as a member of the owner: ALTER SCHEMA, CLUSTER, VIEW, MATERIALIZED VIEW … OWNER TO :"owner".

CREATE ROLE :"deployer";

-- Green's schemas are made in the database, and swapped with blue's.
GRANT CREATE ON DATABASE :"database" TO :"deployer";

-- Green's clusters are made.
GRANT CREATECLUSTER ON SYSTEM TO :"deployer";

-- Only owners may swap, comment, grant, give away and drop, and members of an owner count.
GRANT :"owner" TO :"deployer";

-- Sinks are cut over with ALTER SINK.
GRANT :"sink_owner" TO :"deployer";
GRANT CREATE ON CLUSTER :"sink_cluster" TO :"deployer";

-- Sinks of the project that do not exist are created. For those in other schemas, and for other connections, repeat it.
GRANT USAGE, CREATE ON SCHEMA :"sink_schema" TO :"deployer";
GRANT USAGE ON CONNECTION :"sink_schema".:"connection" TO :"deployer";
