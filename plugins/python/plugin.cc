// python.map, python.filter, python.expand, python.table.
#include "plugins/python/python_stage.h"
#include "plugins/python/python_table.h"

TEXTMILL_STAGES(
    "transform python.map\n"
    "transform python.filter\n"
    "transform python.expand\n"
    "transform python.table rows\n");
TEXTMILL_PLUGIN("python", TEXTMILL_VERSION, "MIT", textmill::python::PythonMap,
                textmill::python::PythonFilter, textmill::python::PythonExpand,
                textmill::python::PythonTable);
