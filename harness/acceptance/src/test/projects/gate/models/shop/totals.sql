CREATE MATERIALIZED VIEW shop.totals AS
SELECT customer, sum(amount) AS total, count(*) AS orders
FROM raw.orders
GROUP BY customer;
