"""Tables of expressions: many expressions over the same few rows."""

import pyspark.sql.functions as F
from py4j.protocol import Py4JJavaError
from pyspark.errors.exceptions.captured import CapturedException

from encode import rows_of
from errors import error_of


def reading(brokers):
    """A consumer that looks ahead at the end of a topic must not hold up the next fetch for half a second."""
    return {"kafka.bootstrap.servers": brokers, "kafka.fetch.max.wait.ms": "5"}


def read_table(spark, brokers, topic, ddl):
    kafka = (
        spark.read.format("kafka")
        .options(**reading(brokers))
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .load()
    )
    return kafka.orderBy("offset").select(F.from_json(F.col("value").cast("string"), ddl).alias("data")).select("data.*")


class Table:
    def __init__(self, spark, frame, evaluate, only=None):
        self.spark, self.evaluate = spark, evaluate
        self.schema = frame.schema
        table = frame.toArrow()
        self.table = table if only is None else table.take([only])
        # One partition, in the order of the topic: generated code runs over it.
        self.frame = spark.createDataFrame(self.table, self.schema).coalesce(1).cache()
        # Nothing but values: the optimizer computes a projection of it without a job.
        self.local = spark.createDataFrame(self.table, self.schema)
        self.single = {}

    def row(self, index):
        if index not in self.single:
            self.single[index] = self.spark.createDataFrame(self.table.take([index]), self.schema)
        return self.single[index]

    def answers(self, expressions):
        answers = [self.typed(text) for text in expressions]
        good = [i for i, answer in enumerate(answers) if "error" not in answer]
        if not self.together(expressions, answers, good):
            failing = [i for i in good if not self.alone(expressions[i], answers[i])]
            self.together(expressions, answers, [i for i in good if i not in failing])
        self.frame.unpersist()
        return answers

    def typed(self, text):
        try:
            selected = self.local.select(self.evaluate(text, self.local).alias("value"))
            return {"type": selected.schema[0].dataType.simpleString()}
        except Exception as thrown:
            return {"error": error_of(thrown, "start")}

    def together(self, expressions, answers, indexes):
        """One job for all that do not fail."""
        if not indexes:
            return True
        columns = [self.evaluate(expressions[i], self.frame).alias(f"c{i}") for i in indexes]
        try:
            rows = rows_of(self.frame.select(*columns))
        except Exception:
            return False
        for at, i in enumerate(indexes):
            answers[i]["values"] = [row[at] for row in rows]
        return True

    def alone(self, text, answer):
        try:
            answer["values"] = self.values(text, self.local)
            return True
        except Exception:
            answer["values"] = self.row_by_row(text)
            return False

    def row_by_row(self, text):
        """One query a row takes long: where it can be, the expression is evaluated itself to see which rows fail."""
        try:
            found = self.failures(text)
        except Exception:
            found = None
        if not found:
            return [self.value(text, self.row(i)) for i in range(self.table.num_rows)]
        good = [i for i in range(self.table.num_rows) if i not in found]
        values = {i: {"error": condition} for i, condition in found.items()}
        if good:
            frame = self.spark.createDataFrame(self.table.take(good), self.schema)
            values.update(zip(good, self.values(text, frame)))
        return [values[i] for i in range(self.table.num_rows)]

    def failures(self, text):
        """The conditions of the rows that fail, by their index."""
        expressions = self.spark._jvm.org.apache.spark.sql.catalyst.expressions
        plan = self.frame.select(self.evaluate(text, self.frame).alias("value"))._jdf.queryExecution().optimizedPlan()
        while plan.nodeName() != "Project":
            plan = plan.child()
        expression = plan.projectList().head().child()
        inputs = getattr(expressions, "package$AttributeSeq")(plan.child().output())
        pristine = expressions.BindReferences.bindReference(expression, inputs, False)
        bound = pristine.clone()
        # The columns that the plan still reads, as they stand in the local rows.
        names = [plan.child().output().apply(i).name() for i in range(plan.child().output().size())]
        data = self.local.select(*(F.col(f"`{name}`") for name in names))._jdf.queryExecution().optimizedPlan().data()
        found = {}
        for i in range(data.size()):
            try:
                bound.eval(data.apply(i))
            except (CapturedException, Py4JJavaError) as thrown:
                found[i] = error_of(thrown, "running")["condition"]
                # A builder of a map keeps what it held when it failed.
                bound = pristine.clone()
        return found

    def values(self, text, frame):
        return [row[0] for row in rows_of(frame.select(self.evaluate(text, frame).alias("value")))]

    def value(self, text, frame):
        try:
            return self.values(text, frame)[0]
        except Exception as thrown:
            return {"error": error_of(thrown, "running")["condition"]}
