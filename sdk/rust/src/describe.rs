use crate::abi;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Bool,
    Int64,
    UInt64,
    Float32,
    Float64,
    Utf8,
    Binary,
    /// Microseconds since 1970-01-01T00:00:00Z.
    Timestamp,
    /// `Type::List(&Type::Utf8)`
    List(&'static Type),
    /// `Type::Struct(&[("name", Type::Utf8), ("count", Type::Int64)])`
    Struct(&'static [(&'static str, Type)]),
}

impl Type {
    pub(crate) fn format(self) -> &'static str {
        match self {
            Type::Bool => "b",
            Type::Int64 => "l",
            Type::Float32 => "f",
            Type::Float64 => "g",
            Type::Utf8 => "u",
            Type::UInt64 => "L",
            Type::Binary => "z",
            Type::Timestamp => "tsu:UTC",
            Type::List(_) => "+l",
            Type::Struct(_) => "+s",
        }
    }
    pub(crate) fn name(self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Int64 => "int64",
            Type::Float32 => "float32",
            Type::Float64 => "float64",
            Type::Utf8 => "utf8",
            Type::UInt64 => "uint64",
            Type::Binary => "binary",
            Type::Timestamp => "timestamp",
            Type::List(_) => "list",
            Type::Struct(_) => "struct",
        }
    }
}

/// A parameter: `Param::integer("least", "Bytes a text must have.").default("100").range(0.0, 1e9)`.
#[derive(Debug, Clone)]
pub struct Param {
    pub(crate) name: String,
    pub(crate) kind: u32,
    pub(crate) item: Option<Box<Param>>,
    pub(crate) fields: Vec<Param>,
    pub(crate) choices: Vec<String>,
    pub(crate) required: bool,
    pub(crate) reads: bool,
    pub(crate) default: Option<String>,
    pub(crate) range: (f64, f64),
    pub(crate) doc: String,
}

impl Param {
    fn of(kind: u32, name: &str, doc: &str) -> Param {
        Param {
            name: name.into(),
            kind,
            item: None,
            fields: Vec::new(),
            choices: Vec::new(),
            required: false,
            reads: false,
            default: None,
            range: (0.0, 0.0),
            doc: doc.into(),
        }
    }
    pub fn bool(name: &str, doc: &str) -> Param {
        Param::of(1, name, doc)
    }
    pub fn integer(name: &str, doc: &str) -> Param {
        Param::of(2, name, doc)
    }
    pub fn float(name: &str, doc: &str) -> Param {
        Param::of(4, name, doc)
    }
    pub fn string(name: &str, doc: &str) -> Param {
        Param::of(8, name, doc)
    }
    pub fn path(name: &str, doc: &str) -> Param {
        Param::of(16, name, doc)
    }
    pub fn column(name: &str, doc: &str) -> Param {
        Param::of(256, name, doc)
    }
    /// One string, or several in a list.
    pub fn strings(name: &str, doc: &str) -> Param {
        Param::list(name, Param::string("", ""), doc).or_one()
    }
    /// One path, or several in a list.
    pub fn paths(name: &str, doc: &str) -> Param {
        Param::list(name, Param::path("", ""), doc).or_one()
    }
    /// Bytes, written as 64KiB or 2GiB: an integer.
    pub fn size(name: &str, doc: &str) -> Param {
        Param::of(32, name, doc)
    }
    /// Written as 500ms or 5m: an integer, of nanoseconds.
    pub fn duration(name: &str, doc: &str) -> Param {
        Param::of(64, name, doc)
    }
    /// One of some words; the first is the default.
    pub fn choice(name: &str, choices: &[&str], doc: &str) -> Param {
        let mut param = Param::of(128, name, doc).default(choices[0]);
        param.choices = choices.iter().map(|word| word.to_string()).collect();
        param
    }
    /// A list; of the item only its type and range count: `Param::integer("", "")`.
    pub fn list(name: &str, item: Param, doc: &str) -> Param {
        Param { item: Some(Box::new(item)), ..Param::of(512, name, doc) }
    }
    /// A map with any keys, and values like the item.
    pub fn map(name: &str, item: Param, doc: &str) -> Param {
        Param { item: Some(Box::new(item)), ..Param::of(1024, name, doc) }
    }
    /// A map with these keys.
    pub fn fields(name: &str, fields: Vec<Param>, doc: &str) -> Param {
        Param { fields, ..Param::of(1024, name, doc) }
    }
    /// Of a list: an item alone stands for a list of one.
    pub fn or_one(mut self) -> Param {
        self.kind |= self.item.as_ref().map_or(0, |item| item.kind);
        self
    }
    /// Of paths: files that the stage will read; the host checks that they are there.
    pub fn reads(mut self) -> Param {
        self.reads = true;
        self
    }
    pub fn required(mut self) -> Param {
        self.required = true;
        self
    }
    /// As one would write it in YAML.
    pub fn default(mut self, value: &str) -> Param {
        self.default = Some(value.into());
        self
    }
    pub fn range(mut self, least: f64, most: f64) -> Param {
        self.range = (least, most);
        self
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Need {
    pub name: String,
    pub kind: Type,
    pub param: Option<String>,
    pub optional: bool,
    pub doc: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub name: String,
    pub kind: Type,
    pub doc: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub name: String,
    pub doc: String,
    pub columns: Vec<Field>,
}

/// What a stage says of itself. The order of what is added is the order of the numbers by which a
/// stage speaks of it: the first `needs` is column 0 of a batch, the first `reason` is verdict 0.
#[derive(Debug, Clone, Default)]
pub struct Description {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) example: String,
    pub(crate) kind: u32,
    pub(crate) flags: u32,
    pub(crate) params: Vec<Param>,
    pub(crate) needs: Vec<Need>,
    pub(crate) columns: Vec<Field>,
    pub(crate) carry: Vec<Field>,
    pub(crate) commit_columns: Vec<Field>,
    pub(crate) details: Vec<Field>,
    pub(crate) tables: Vec<Table>,
    pub(crate) state_version: u32,
    pub(crate) reasons: Vec<String>,
    pub(crate) counters: Vec<String>,
    pub(crate) output: Option<String>,
}

impl Description {
    fn of(kind: u32, name: &str, version: &str, summary: &str) -> Description {
        Description {
            name: name.into(),
            version: version.into(),
            summary: summary.into(),
            kind,
            ..Description::default()
        }
    }
    pub fn transform(name: &str, version: &str, summary: &str) -> Description {
        Description::of(abi::TRANSFORM, name, version, summary)
    }
    pub fn sink(name: &str, version: &str, summary: &str) -> Description {
        Description::of(abi::SINK, name, version, summary).commits()
    }
    pub fn source(name: &str, version: &str, summary: &str) -> Description {
        Description::of(abi::SOURCE, name, version, summary)
    }
    /// More for the reference page (Markdown), and a step in YAML.
    pub fn explain(mut self, description: &str, example: &str) -> Description {
        self.description = description.into();
        self.example = example.into();
        self
    }
    pub fn param(mut self, param: Param) -> Description {
        self.params.push(param);
        self
    }
    fn need(mut self, name: &str, kind: Type, param: Option<&str>, optional: bool, doc: &str) -> Self {
        self.needs.push(Need {
            name: name.into(),
            kind,
            param: param.map(|name| name.to_string()),
            optional,
            doc: doc.into(),
        });
        self
    }
    /// A column that the stage reads.
    pub fn needs(self, name: &str, kind: Type, doc: &str) -> Description {
        self.need(name, kind, None, false, doc)
    }
    /// A column that it reads where it is there.
    pub fn takes(self, name: &str, kind: Type, doc: &str) -> Description {
        self.need(name, kind, None, true, doc)
    }
    /// A column that it reads, of the name that a parameter (of type column) gives.
    pub fn needs_named_by(self, param: &str, kind: Type, doc: &str) -> Description {
        self.need("", kind, Some(param), false, doc)
    }
    /// A column that it makes; one that came in under that name is replaced.
    pub fn produces(mut self, name: &str, kind: Type, doc: &str) -> Description {
        self.columns.push(Field { name: name.into(), kind, doc: doc.into() });
        self
    }
    /// What `process` hands to `commit`.
    pub fn carries(mut self, name: &str, kind: Type) -> Description {
        self.carry.push(Field { name: name.into(), kind, doc: String::new() });
        self.commits()
    }
    /// Part of the explanation of a drop.
    pub fn detail(mut self, name: &str, kind: Type) -> Description {
        self.details.push(Field { name: name.into(), kind, doc: String::new() });
        self
    }
    /// Why documents are dropped.
    pub fn reason(mut self, name: &str) -> Description {
        self.reasons.push(name.into());
        self.flags |= abi::DROPS;
        self
    }
    /// A number in the run's summary; a sink's counter `rows` is what it wrote.
    pub fn counter(mut self, name: &str) -> Description {
        self.counters.push(name.into());
        self
    }
    /// One document may become several: `reply.parent(row)` for each.
    pub fn expands(mut self) -> Description {
        self.flags |= abi::EXPANDS;
        self
    }
    /// `commit` is called for each batch, in input order.
    pub fn commits(mut self) -> Description {
        self.flags |= abi::COMMITS;
        self
    }
    /// A table that `next_table` gives at the end: columns with their types, and what they hold.
    pub fn table(mut self, name: &str, doc: &str, columns: &[(&str, Type, &str)]) -> Description {
        let column = |(name, kind, doc): &(&str, Type, &str)| Field {
            name: name.to_string(),
            kind: *kind,
            doc: doc.to_string(),
        };
        let columns = columns.iter().map(column).collect();
        self.tables.push(Table { name: name.into(), doc: doc.into(), columns });
        self.flags |= abi::TABLES;
        self.commits()
    }
    /// A column that `commit` makes.
    pub fn produces_in_commit(mut self, name: &str, kind: Type, doc: &str) -> Description {
        self.commit_columns.push(Field { name: name.into(), kind, doc: doc.into() });
        self.commits()
    }
    /// All rows come twice; see `Batch::pass`. `end_of_pass` is called between.
    pub fn replays(mut self) -> Description {
        self.flags |= abi::REPLAYS;
        self.commits()
    }
    /// `commit` remembers nothing of the documents that it has seen: a run can be resumed without.
    pub fn stateless(mut self) -> Description {
        self.flags |= abi::STATELESS;
        self
    }
    /// `save` and `restore` are there, for runs that are interrupted. Raise `version`, from 1,
    /// whenever what `save` writes changes.
    pub fn remembers(mut self, version: u32) -> Description {
        self.state_version = version;
        self
    }
    /// The stage writes the file that this parameter (of type path) names; see `Host::write`.
    pub fn writes(mut self, param: &str) -> Description {
        self.output = Some(param.into());
        self
    }
}
