-- The query stage: predictions of many days, those of this run among them.
drop table if exists predictions;
create table predictions(id int, customer int not null, score double precision not null);
insert into predictions select i, (i * 7919) % 2000, (i % 997) / 997.0 from generate_series(1, 40000) i;
\copy predictions from pstdin csv
create index predictions_customer_idx on predictions(customer);
analyze predictions;
