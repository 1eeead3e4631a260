use crate::abi;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Bool,
    Int64,
    Float32,
    Float64,
    Utf8,
    Binary,
}

impl Type {
    pub(crate) fn format(self) -> &'static str {
        match self {
            Type::Bool => "b",
            Type::Int64 => "l",
            Type::Float32 => "f",
            Type::Float64 => "g",
            Type::Utf8 => "u",
            Type::Binary => "z",
        }
    }
    pub(crate) fn name(self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Int64 => "int64",
            Type::Float32 => "float32",
            Type::Float64 => "float64",
            Type::Utf8 => "utf8",
            Type::Binary => "binary",
        }
    }
}

/// A parameter: `Param::integer("least", "Bytes a text must have.").default("100").range(0.0, 1e9)`.
#[derive(Debug, Clone)]
pub struct Param {
    pub(crate) name: String,
    pub(crate) kind: u32,
    pub(crate) item: u32,
    pub(crate) required: bool,
    pub(crate) default: Option<String>,
    pub(crate) range: (f64, f64),
    pub(crate) doc: String,
}

impl Param {
    fn of(kind: u32, item: u32, name: &str, doc: &str) -> Param {
        Param {
            name: name.into(),
            kind,
            item,
            required: false,
            default: None,
            range: (0.0, 0.0),
            doc: doc.into(),
        }
    }
    pub fn bool(name: &str, doc: &str) -> Param {
        Param::of(1, 0, name, doc)
    }
    pub fn integer(name: &str, doc: &str) -> Param {
        Param::of(2, 0, name, doc)
    }
    pub fn float(name: &str, doc: &str) -> Param {
        Param::of(4, 0, name, doc)
    }
    pub fn string(name: &str, doc: &str) -> Param {
        Param::of(8, 0, name, doc)
    }
    pub fn path(name: &str, doc: &str) -> Param {
        Param::of(16, 0, name, doc)
    }
    pub fn column(name: &str, doc: &str) -> Param {
        Param::of(256, 0, name, doc)
    }
    /// One string, or several in a list.
    pub fn strings(name: &str, doc: &str) -> Param {
        Param::of(8 | 512, 8, name, doc)
    }
    /// One path, or several in a list.
    pub fn paths(name: &str, doc: &str) -> Param {
        Param::of(16 | 512, 16, name, doc)
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
    pub(crate) details: Vec<Field>,
    pub(crate) tables: Vec<(String, Vec<(String, Type)>)>,
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
    /// A table that `next_table` gives at the end.
    pub fn table(mut self, name: &str, columns: &[(&str, Type)]) -> Description {
        let columns = columns.iter().map(|(name, kind)| (name.to_string(), *kind)).collect();
        self.tables.push((name.into(), columns));
        self.flags |= abi::TABLES;
        self.commits()
    }
    /// The stage writes the file that this parameter (of type path) names; see `Host::write`.
    pub fn writes(mut self, param: &str) -> Description {
        self.output = Some(param.into());
        self
    }
}
